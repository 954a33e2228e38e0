// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

/**
 * A NAT of a lab. Immutable.
 *
 * @param number from 1
 * @param namespace its network namespace
 * @param index decides its addresses
 */
record LabGateway(int number, Nat nat, String namespace, int index) {
    /** On the public network. */
    String wan() {
        return "198.51.100." + index;
    }

    /** What the functions behind it have as their router. */
    String lan() {
        return "192.168." + index + ".1";
    }

    /** The address of the function number {@code i}, from 0. */
    String function(int i) {
        return "192.168." + index + "." + (2 + i);
    }

    /**
     * What the public network sees of the functions. To hairpin, that must not be an address of the gateway's own, or packets to
     * it from inside would be the gateway's instead of going out and coming back.
     */
    String outside() {
        return nat == Nat.HAIRPIN ? "203.0.113." + index : wan();
    }

    /** The rules in nft's language. ("fwd" and "in" cannot be names of chains.) */
    String rules() {
        return """
                table ip boxer {
                  chain outbound { type nat hook postrouting priority srcnat; oifname "wan" %s; }
                  chain through { type filter hook forward priority filter; policy drop;
                    iifname "lan" accept; ct state established,related accept; }
                  chain inbound { type filter hook input priority filter; policy drop;
                    iifname "lo" accept; ct state established,related accept; %s }
                }
                """.formatted(translation(), toStrangers());
    }

    private String translation() {
        return switch (nat) {
            case OPEN -> throw new IllegalStateException("a group without a gateway has no rules");
            case PORT_PRESERVING, RESETTING -> "masquerade";
            case HAIRPIN -> "snat to " + outside();
            case SYMMETRIC -> "masquerade random,fully-random";
        };
    }

    private String toStrangers() {
        return nat == Nat.RESETTING ? "tcp flags & (syn|ack) == syn reject with tcp reset;" : "";
    }
}
