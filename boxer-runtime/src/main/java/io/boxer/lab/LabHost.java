// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

/**
 * A function of a lab. Immutable.
 *
 * @param name such as {@code pp1}
 * @param namespace its network namespace
 * @param address its own, IPv4
 * @param gateway number of the gateway that it stands behind, from 1; 0 if there is none
 * @param outside the address under which the public network sees it
 */
public record LabHost(String name, Nat nat, String namespace, String address, int gateway, String outside) {
    /** Whether both stand behind one gateway. */
    public boolean isNeighbourOf(LabHost other) {
        return gateway != 0 && gateway == other.gateway;
    }
}
