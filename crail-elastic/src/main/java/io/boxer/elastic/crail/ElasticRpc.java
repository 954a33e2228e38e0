// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.BoxerException;
import io.boxer.elastic.tier.StoreClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import org.apache.crail.conf.CrailConfiguration;
import org.apache.crail.rpc.RpcBinding;
import org.apache.crail.rpc.RpcConnection;
import org.apache.crail.rpc.RpcNameNodeService;
import org.apache.crail.rpc.RpcServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The way to the namenode, as Crail loads it: {@code crail.namenode.rpctype=io.boxer.elastic.crail.ElasticRpc}.
 *
 * <p>Confined to the thread that opens and closes the store.
 */
public final class ElasticRpc implements RpcBinding {
    private @Nullable StoreClient client;

    @Override
    public void init(CrailConfiguration configuration, String @Nullable [] arguments) throws IOException {
        client = OpenStores.forRpc(configuration);
    }

    @Override
    public void printConf(Logger log) {
        log.info("elastic rpc: {}", opened().settings().namenode());
    }

    /**
     * Asks the namenode for a sign of life, so that a wrong key or block size shows now.
     *
     * @throws BoxerException USER if this is not the namenode that the tier talks to
     * @throws IOException if it does not answer within {@code crail.rpctimeout}
     */
    @Override
    public RpcConnection connect(InetSocketAddress address) throws Exception {
        StoreClient store = opened();
        if (!CrailSettings.address(address).equals(store.settings().namenode())) {
            throw BoxerException.user(
                    "namenode %s is not %s: this store has one namenode; give one in crail.namenode.address",
                    address, store.settings().namenode());
        }
        ElasticRpcConnection connection = new ElasticRpcConnection(store);
        try {
            connection.pingNameNode().get();
            return connection;
        } catch (ExecutionException failure) {
            // Crail gives up opening the store, without closing what it has opened
            OpenStores.releaseAll(store);
            throw failure.getCause() instanceof IOException reason ? reason : failure;
        }
    }

    /** @throws BoxerException always: Crail's main class cannot serve this store */
    @Override
    public RpcServer launchServer(RpcNameNodeService service) {
        throw BoxerException.user("Crail's NameNode cannot serve this store, it keeps no log that survives;"
                + " start 'boxer namenode --data DIR' instead");
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
