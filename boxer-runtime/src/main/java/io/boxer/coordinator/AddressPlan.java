// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import io.boxer.common.BoxerException;
import io.boxer.overlay.HostId;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.Placed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives out the addresses of one overlay. A host on which more nodes may follow gets blocks of 253 addresses, so that a shim
 * can tell from an address alone that a node is on its own host; nodes that are alone on theirs share blocks.
 *
 * <p>A block follows from the host's id as far as it is free, the first one is that of the coordinator's own host: so a
 * coordinator that has forgotten everything seldom gives away the block of a host whose nodes were asleep when it asked who is
 * there. Addresses are given out in a circle: one that has become free is the last to be given out again, for peers may still hold
 * connections to it. Confined to the coordinator's loop.
 */
final class AddressPlan {
    /** The last block stays free: its addresses stand for ourselves, not for nodes. */
    private static final int BLOCKS = 255;

    private static final int FIRST_NODE = 2;
    private static final int LAST_NODE = 254;
    private static final int SHARED_BITS = 24;
    private static final int ALONE_BITS = 32;

    /** Whose block it is; the nodes that are alone on their hosts have the owner {@code empty}. */
    private record Block(int number, Optional<HostId> owner) {}

    private final OverlayNetwork network;
    private final HostId own;
    private final int start;
    private final Map<Integer, Block> blocks = new HashMap<>();
    private final Map<Integer, Integer> lastGiven = new HashMap<>();
    private final Set<OverlayAddress> taken = new HashSet<>();

    /**
     * @param own the coordinator's
     * @param start of the circle, 0 or more: anything where addresses may be out that are not known yet
     */
    AddressPlan(OverlayNetwork network, HostId own, int start) {
        this.network = network;
        this.own = own;
        this.start = start;
    }

    /**
     * An address that nobody has.
     *
     * @throws BoxerException CAPACITY if all are taken
     */
    Placed place(HostId host, boolean shared) {
        Optional<HostId> owner = shared ? Optional.of(host) : Optional.empty();
        int preferred = owner.map(this::preferred).orElse(BLOCKS - 1);
        for (int step = 0; step < BLOCKS; step++) {
            int number = (preferred + step) % BLOCKS;
            var block = blocks.getOrDefault(number, new Block(number, owner));
            if (block.owner().equals(owner)) {
                var free = free(number);
                if (free.isPresent()) {
                    blocks.put(number, block);
                    return take(free.get(), shared);
                }
            }
        }
        throw BoxerException.capacity(
                "overlay %s has no address left for another node of host %s; end some nodes", network, host);
    }

    private int preferred(HostId host) {
        return host.equals(own) ? 0 : 1 + Math.floorMod(host.value().hashCode(), BLOCKS - 1);
    }

    /** The address that a node had before, if it may have it again. */
    Optional<Placed> placeAgain(HostId host, boolean shared, Placed before) {
        var address = before.address();
        int number = address.bits() >>> 8 & 255;
        int node = address.bits() & 255;
        Optional<HostId> owner = shared ? Optional.of(host) : Optional.empty();
        var block = blocks.getOrDefault(number, new Block(number, owner));
        if (!network.contains(address)
                || node < FIRST_NODE
                || node > LAST_NODE
                || number >= BLOCKS
                || taken.contains(address)
                || !block.owner().equals(owner)) {
            return Optional.empty();
        }
        blocks.put(number, block);
        return Optional.of(take(address, shared));
    }

    /** Another node may have it, later. */
    void release(OverlayAddress address) {
        taken.remove(address);
    }

    private Placed take(OverlayAddress address, boolean shared) {
        taken.add(address);
        lastGiven.put(address.bits() >>> 8 & 255, address.bits() & 255);
        return new Placed(address, shared ? SHARED_BITS : ALONE_BITS);
    }

    private Optional<OverlayAddress> free(int block) {
        int last = lastGiven.getOrDefault(block, FIRST_NODE - 1 + start % (LAST_NODE - FIRST_NODE + 1));
        for (int step = 1; step <= LAST_NODE - FIRST_NODE + 1; step++) {
            int node = FIRST_NODE + (last - FIRST_NODE + step) % (LAST_NODE - FIRST_NODE + 1);
            var address = network.address(block, node);
            if (!taken.contains(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }
}
