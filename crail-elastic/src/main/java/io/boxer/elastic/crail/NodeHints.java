// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.crail.metadata.DataNodeInfo;

/**
 * Crail's description of a datanode: four bytes of address and a port. It chooses the endpoint object and is shown to users as
 * a block's location, no more; so an address that does not fit is shown as 0.0.0.0, and nothing else depends on it.
 */
final class NodeHints {
    private static final int ONLY_STORAGE_TYPE = 0;
    private static final byte[] NO_ADDRESS = new byte[4];
    private static final Map<HostPort, DataNodeInfo> HINTS = new ConcurrentHashMap<>();
    private static final DataNodeInfo NOWHERE = info(NO_ADDRESS, 0);

    private NodeHints() {}

    static DataNodeInfo of(NodeRef node) {
        return HINTS.computeIfAbsent(node.address(), NodeHints::resolve);
    }

    /** @return the hint of blocks that live in the namenode */
    static DataNodeInfo nowhere() {
        return NOWHERE;
    }

    private static DataNodeInfo resolve(HostPort address) {
        InetAddress resolved = address.toSocketAddress().getAddress();
        return info(resolved instanceof Inet4Address four ? four.getAddress() : NO_ADDRESS, address.port());
    }

    private static DataNodeInfo info(byte[] ipv4, int port) {
        return new DataNodeInfo(ONLY_STORAGE_TYPE, 0, 0, ipv4, port);
    }
}
