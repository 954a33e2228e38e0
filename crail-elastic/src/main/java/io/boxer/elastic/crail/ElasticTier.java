// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.BoxerException;
import io.boxer.elastic.tier.StoreClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.crail.CrailBufferCache;
import org.apache.crail.CrailStatistics;
import org.apache.crail.conf.CrailConfiguration;
import org.apache.crail.metadata.DataNodeInfo;
import org.apache.crail.storage.StorageEndpoint;
import org.apache.crail.storage.StorageServer;
import org.apache.crail.storage.StorageTier;
import org.apache.crail.utils.CrailUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The storage tier, as Crail loads it: {@code crail.storage.types=io.boxer.elastic.crail.ElasticTier}.
 *
 * <p>Confined to the thread that opens and closes the store, but for {@link #createEndpoint}, which is thread-safe.
 */
public final class ElasticTier implements StorageTier {
    private @Nullable StoreClient client;

    @Override
    public void init(
            CrailStatistics statistics,
            CrailBufferCache buffers,
            CrailConfiguration configuration,
            String @Nullable [] arguments)
            throws IOException {
        StoreClient opened = OpenStores.forTier(configuration);
        OpenStores.remember(statistics, opened);
        client = opened;
    }

    @Override
    public void printConf(Logger log) {
        log.info("elastic tier: {}", opened().settings());
    }

    @Override
    public StorageEndpoint createEndpoint(DataNodeInfo hint) throws IOException {
        InetSocketAddress address = CrailUtils.datanodeInfo2SocketAddr(hint);
        return new ElasticEndpoint(opened(), CrailUtils.isLocalAddress(address.getAddress()));
    }

    /** @throws BoxerException always: Crail's main class cannot serve this store */
    @Override
    public StorageServer launchServer() {
        throw BoxerException.user(
                "Crail's StorageServer cannot serve this store, it knows neither incarnations nor drains;"
                        + " start 'boxer datanode --namenode HOST:PORT --name NAME' instead");
    }

    @Override
    public void close() {
        if (client != null) {
            OpenStores.release(client);
            client = null;
        }
    }

    private StoreClient opened() {
        if (client == null) {
            throw new IllegalStateException("init comes first, and nothing comes after close");
        }
        return client;
    }
}
