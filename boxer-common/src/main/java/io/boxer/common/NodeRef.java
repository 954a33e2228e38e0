// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

/**
 * One life of a node: a process that restarts at the same address is another node, because what it held is gone.
 *
 * <p>Immutable.
 *
 * @param address where it serves
 * @param incarnation drawn anew each time the process starts
 */
public record NodeRef(HostPort address, long incarnation) {
    @Override
    public String toString() {
        return address + "#" + Long.toUnsignedString(incarnation, Character.MAX_RADIX);
    }
}
