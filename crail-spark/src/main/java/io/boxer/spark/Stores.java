// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.spark.store.ContainerStore;
import io.boxer.spark.store.ContainerStoreProvider;
import java.io.IOException;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/** Connects to the store that the settings name. */
public final class Stores {
    private Stores() {}

    /**
     * Connects.
     *
     * @throws BoxerException USER if the provider's class is wrong
     * @throws IOException if the store does not answer
     */
    public static ContainerStore connect(SparkConf conf, ShuffleSettings settings) throws IOException {
        Object provider;
        try {
            provider = Class.forName(settings.storeProvider(), true, Utils.getContextOrSparkClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    ShuffleSettings.STORE_PROVIDER.key() + "=" + settings.storeProvider() + " cannot be made: " + e,
                    e);
        }
        if (provider instanceof ContainerStoreProvider stores) {
            return stores.connect(conf);
        }
        throw BoxerException.user(
                "%s=%s is no ContainerStoreProvider", ShuffleSettings.STORE_PROVIDER.key(), settings.storeProvider());
    }

    /** What to tell a user whose store does not answer. */
    public static BoxerException unreachable(SparkConf conf, IOException cause) {
        return new BoxerException(
                ErrorCode.PEER,
                "the store at " + ShuffleSettings.NAMENODE.key() + "=" + ShuffleSettings.NAMENODE.in(conf)
                        + " does not answer (" + cause.getMessage() + "); is its namenode running there?",
                cause);
    }
}
