// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.crail;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.elastic.crail.CrailSettings;
import io.boxer.elastic.crail.ElasticCrailStore;
import io.boxer.spark.ShuffleSettings;
import io.boxer.spark.store.ContainerStore;
import io.boxer.spark.store.ContainerStoreProvider;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;

/** Opens the elastic store at {@code spark.boxer.namenode}. */
public final class CrailStoreProvider implements ContainerStoreProvider {
    @Override
    public ContainerStore connect(SparkConf conf) throws IOException {
        CrailSettings settings = CrailSettings.of(HostPort.parse(ShuffleSettings.NAMENODE.in(conf)))
                .withBlockSize(DataSize.ofBytes(ShuffleSettings.BLOCK_SIZE.in(conf)));
        String keyFile = ShuffleSettings.KEY_FILE.in(conf);
        try {
            return new CrailContainerStore(
                    ElasticCrailStore.open(keyFile.isEmpty() ? settings : settings.withKeyFile(Path.of(keyFile))));
        } catch (IOException | BoxerException e) {
            throw e;
        } catch (Exception e) {
            // Crail declares no narrower one
            throw new IOException(e.getMessage(), e);
        }
    }
}
