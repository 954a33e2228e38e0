// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.BoxerException;
import io.boxer.elastic.tier.StoreClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.apache.crail.CrailStatistics;
import org.apache.crail.conf.CrailConfiguration;

/**
 * Brings together what Crail makes apart: it loads the tier and the RPC client of one store by name, with nothing in common but
 * the configuration object; and a store, seen from outside, shows nothing of ours but its statistics object.
 *
 * <p>Thread-safe: one monitor.
 */
final class OpenStores {
    /** Stores whose tier is made, and whose RPC client is yet to come. */
    private static final Map<CrailConfiguration, StoreClient> HALF_OPEN = new WeakHashMap<>();

    private static final Map<CrailStatistics, StoreClient> BY_STATISTICS = new WeakHashMap<>();

    /** Once for each holder. */
    private static final List<StoreClient> HOLDS = new ArrayList<>();

    private OpenStores() {}

    /**
     * @return the client of a store that is being opened, held by its tier
     * @throws BoxerException USER if a store with another block size is open: Crail keeps that in a static field
     */
    static synchronized StoreClient forTier(CrailConfiguration configuration) {
        StoreClient client = connect(configuration);
        HALF_OPEN.put(configuration, client);
        return client;
    }

    /** @return the client that the tier of the same store holds, held by its RPC client too; without a tier, a new one */
    static synchronized StoreClient forRpc(CrailConfiguration configuration) {
        StoreClient client = HALF_OPEN.remove(configuration);
        if (client == null || !HOLDS.contains(client)) {
            return connect(configuration);
        }
        HOLDS.add(client);
        return client;
    }

    private static StoreClient connect(CrailConfiguration configuration) {
        StoreClient client = CrailSettings.connect(configuration, openBlockSize());
        HOLDS.add(client);
        return client;
    }

    static synchronized void remember(CrailStatistics statistics, StoreClient client) {
        BY_STATISTICS.put(statistics, client);
    }

    static synchronized Optional<StoreClient> find(CrailStatistics statistics) {
        return Optional.ofNullable(BY_STATISTICS.get(statistics));
    }

    /** Closes the client when nobody holds it any more. */
    static synchronized void release(StoreClient client) {
        HOLDS.remove(client);
        if (!HOLDS.contains(client)) {
            client.close();
        }
    }

    /** Closes the client, whoever holds it. */
    static synchronized void releaseAll(StoreClient client) {
        while (HOLDS.contains(client)) {
            release(client);
        }
    }

    private static Optional<Integer> openBlockSize() {
        return HOLDS.stream().map(client -> client.settings().blockSizeBytes()).findAny();
    }
}
