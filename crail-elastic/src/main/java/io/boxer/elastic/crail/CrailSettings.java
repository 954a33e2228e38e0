// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.BoxerException;
import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.security.KeyFile;
import io.boxer.elastic.tier.StoreClient;
import io.boxer.elastic.tier.TierSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.crail.conf.CrailConfiguration;
import org.apache.crail.conf.CrailConstants;
import org.apache.crail.utils.CrailUtils;

/**
 * How an application uses the store. Crail keeps its settings in static fields, so they hold for the whole process.
 *
 * @param blockSize the namenode's: the handshake compares them
 * @param bufferSize of one {@code CrailBuffer}; a multiple of 512 bytes
 * @param dataTimeout D: how long one read or write may take, whatever dies or moves meanwhile
 * @param rpcTimeout the same for questions to the namenode; longer than its restart
 * @param keyFile where the cluster's key is; if empty, {@code BOXER_KEY_FILE} or the default place
 * @param trace directory for the trace of docs/protocol.md, section 9; empty: none
 */
public record CrailSettings(
        HostPort namenode,
        DataSize blockSize,
        DataSize bufferSize,
        Duration dataTimeout,
        Duration rpcTimeout,
        Optional<Path> keyFile,
        Optional<Path> trace) {
    /** Key of the file with the cluster's key in Crail's configuration. */
    public static final String KEY_FILE_KEY = "boxer.key-file";

    /** Key of the directory for the trace in Crail's configuration. */
    public static final String TRACE_KEY = "boxer.trace";

    private static final String CLUSTER_NAME = "default";

    /** One MiB blocks, one MiB buffers, 15 s: longer than a namenode's restart and a node's death together. */
    public static CrailSettings of(HostPort namenode) {
        DataSize mib = DataSize.parse("1MiB");
        return new CrailSettings(
                namenode,
                mib,
                mib,
                TierSettings.DEFAULT_DEADLINE,
                TierSettings.DEFAULT_DEADLINE,
                Optional.empty(),
                Optional.empty());
    }

    public CrailSettings withBlockSize(DataSize newBlockSize) {
        return new CrailSettings(namenode, newBlockSize, bufferSize, dataTimeout, rpcTimeout, keyFile, trace);
    }

    public CrailSettings withBufferSize(DataSize newBufferSize) {
        return new CrailSettings(namenode, blockSize, newBufferSize, dataTimeout, rpcTimeout, keyFile, trace);
    }

    public CrailSettings withTimeouts(Duration newDataTimeout, Duration newRpcTimeout) {
        return new CrailSettings(namenode, blockSize, bufferSize, newDataTimeout, newRpcTimeout, keyFile, trace);
    }

    public CrailSettings withKeyFile(Path newKeyFile) {
        return new CrailSettings(
                namenode, blockSize, bufferSize, dataTimeout, rpcTimeout, Optional.of(newKeyFile), trace);
    }

    public CrailSettings withTrace(Path newTrace) {
        return new CrailSettings(
                namenode, blockSize, bufferSize, dataTimeout, rpcTimeout, keyFile, Optional.of(newTrace));
    }

    /** @return a configuration that says everything, so that nothing of an earlier store stays in Crail's static fields */
    public CrailConfiguration toConfiguration() {
        CrailConfiguration configuration = CrailConfiguration.createEmptyConfiguration();
        configuration.set(CrailConstants.NAMENODE_ADDRESS_KEY, "crail://" + namenode);
        configuration.set(CrailConstants.NAMENODE_RPC_TYPE_KEY, ElasticRpc.class.getName());
        configuration.set(CrailConstants.STORAGE_TYPES_KEY, ElasticTier.class.getName());
        configuration.set(CrailConstants.CACHE_IMPL_KEY, ElasticBufferCache.class.getName());
        configuration.set(CrailConstants.BLOCK_SIZE_KEY, Long.toString(blockSize.toBytes()));
        configuration.set(CrailConstants.BUFFER_SIZE_KEY, Long.toString(bufferSize.toBytes()));
        configuration.set(CrailConstants.SLICE_SIZE_KEY, Long.toString(Math.min(bufferSize.toBytes(), 512 * 1024)));
        configuration.set(CrailConstants.DATA_TIMEOUT_KEY, Long.toString(dataTimeout.toMillis()));
        configuration.set(CrailConstants.RPC_TIMEOUT_KEY, Long.toString(rpcTimeout.toMillis()));
        configuration.set(CrailConstants.SINGLETON_KEY, "false");
        keyFile.ifPresent(file -> configuration.set(KEY_FILE_KEY, file.toString()));
        trace.ifPresent(directory -> configuration.set(TRACE_KEY, directory.toString()));
        return configuration;
    }

    /**
     * Makes the client of a store from what Crail's static fields hold now. They are set from the configuration by then; where
     * it says nothing about time, our times replace Crail's, which are shorter than a migration on a busy machine.
     *
     * @param openBlockSize of a store that is open in this process
     */
    static StoreClient connect(CrailConfiguration configuration, Optional<Integer> openBlockSize) {
        if (configuration.get(CrailConstants.DATA_TIMEOUT_KEY) == null) {
            CrailConstants.DATA_TIMEOUT = (int) TierSettings.DEFAULT_DEADLINE.toMillis();
        }
        if (configuration.get(CrailConstants.RPC_TIMEOUT_KEY) == null) {
            CrailConstants.RPC_TIMEOUT = (int) TierSettings.DEFAULT_DEADLINE.toMillis();
        }
        int blockSize = Math.toIntExact(CrailConstants.BLOCK_SIZE);
        openBlockSize.filter(open -> open != blockSize).ifPresent(open -> refuse(blockSize, open));
        InetSocketAddress namenode = CrailUtils.getNameNodeAddress();
        TierSettings settings = TierSettings.of(new HostPort(namenode.getHostString(), namenode.getPort()), blockSize)
                .withDeadlines(
                        Duration.ofMillis(CrailConstants.DATA_TIMEOUT), Duration.ofMillis(CrailConstants.RPC_TIMEOUT));
        Optional<Path> keyFile =
                Optional.ofNullable(configuration.get(KEY_FILE_KEY)).map(Path::of);
        String trace = configuration.get(TRACE_KEY);
        return new StoreClient(
                trace == null ? settings : settings.withTrace(Path.of(trace)),
                KeyFile.choose(keyFile, System.getenv(), CLUSTER_NAME).key());
    }

    /** @return the address as it was configured: a name stays a name; without the brackets of an IPv6 address in an URI */
    static HostPort address(InetSocketAddress address) {
        String host = address.getHostString();
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, address.getPort());
    }

    /** The open store computes offsets with the static field: put its value back before anything is read wrongly. */
    private static void refuse(int blockSize, int open) {
        CrailConstants.BLOCK_SIZE = open;
        throw BoxerException.user(
                "crail.blocksize=%d, but a store with blocks of %d bytes is open in this process, and Crail keeps the"
                        + " block size in a static field; close the other store, or use another process",
                blockSize, open);
    }
}
