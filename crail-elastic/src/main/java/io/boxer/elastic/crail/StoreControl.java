// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.BoxerException;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.rpc.LostExtent;
import io.boxer.elastic.tier.Stalls;
import io.boxer.elastic.tier.StoreClient;
import io.boxer.elastic.tier.StoreClient.NamenodeTask;
import io.boxer.elastic.tier.StoreStatistics;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.crail.CrailStore;

/**
 * What this store can do beyond Crail's API. Made from any open store, also one that Crail opened itself by our class names.
 *
 * <p>Thread-safe.
 */
public final class StoreControl {
    private final StoreClient client;

    private StoreControl(StoreClient client) {
        this.client = client;
    }

    /** @throws BoxerException USER if the store has another tier than ours */
    public static StoreControl of(CrailStore store) {
        return OpenStores.find(store.getStatistics())
                .map(StoreControl::new)
                .orElseThrow(() -> BoxerException.user(
                        "this CrailStore does not use the elastic tier; set crail.storage.types=%s",
                        ElasticTier.class.getName()));
    }

    /**
     * Makes the directory if it is missing, with those above it, and keeps it for {@code ttl} from now. Unless the lease is
     * renewed by the same call, the namenode removes the directory with all that is in it: so an application that dies leaves
     * nothing behind.
     *
     * @throws IOException if the namenode refuses, or does not answer within {@code crail.rpctimeout}
     */
    public void leaseDirectory(String path, Duration ttl) throws IOException {
        ClientRequest request = new ClientRequest.LeaseDirectory(FilePath.ofText(path), ttl.toMillis());
        ask(namenode -> {
            ClientReply reply = namenode.to(request);
            if (reply instanceof ClientReply.Done) {
                return reply;
            }
            throw Refusals.of("leaseDirectory " + path, reply);
        });
    }

    /**
     * @param directory or file
     * @return what is gone for ever, of all files below it; empty where nothing was lost
     */
    public List<LostExtent> lost(String directory) throws IOException {
        ClientRequest request = new ClientRequest.GetLost(FilePath.ofText(directory));
        return ask(namenode -> {
            ClientReply reply = namenode.to(request);
            if (reply instanceof ClientReply.LostExtents lost) {
                return lost.extents();
            }
            throw Refusals.of("lost " + directory, reply);
        });
    }

    /** @return counts since the store was opened; they stay readable after its close */
    public StoreStatistics statistics() {
        return client.statistics();
    }

    /** @return the longest waits since the last call of this method on this store: one caller of it, or each misses some */
    public Stalls takeStalls() {
        return client.takeStalls();
    }

    private <T> T ask(NamenodeTask<T> task) throws IOException {
        try {
            return client.ask(task).get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException reason) {
                throw reason;
            }
            throw new IOException(failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the namenode");
        }
    }
}
