// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static io.boxer.common.BoxerException.require;
import static java.util.stream.Collectors.joining;

import io.boxer.common.BoxerException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a lab consists of: {@code port-preserving:2,symmetric:1}. A kind may be named twice, for two gateways. Immutable.
 *
 * @param groups at least one, with at most {@value #MAX_HOSTS} functions together
 */
public record LabSpec(List<Group> groups) {
    /** So many functions one lab can have: addresses are given out below 198.51.100.0/24. */
    public static final int MAX_HOSTS = 100;

    /**
     * Functions behind one gateway, which do not reach each other directly; open ones have no gateway.
     *
     * @param functions how many, at least one
     */
    public record Group(Nat nat, int functions) {
        public Group {
            require(functions > 0, "--nat %s:%d: at least one function must stand behind it", nat, functions);
        }

        @Override
        public String toString() {
            return nat + ":" + functions;
        }
    }

    public LabSpec {
        groups = List.copyOf(groups);
        require(!groups.isEmpty(), "--nat is empty: name a kind of NAT and a number, such as port-preserving:2");
        int hosts = groups.stream().mapToInt(Group::functions).sum();
        require(
                hosts <= MAX_HOSTS,
                "--nat %s: %d functions are more than the %d that a lab can have; name fewer",
                text(groups),
                hosts,
                MAX_HOSTS);
    }

    /**
     * Reads {@code KIND:N,KIND:N…}; a kind without a number is one function.
     *
     * @throws BoxerException USER naming the value, the rule and the way out
     */
    public static LabSpec parse(String text) {
        List<Group> groups = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                groups.add(group(part.strip()));
            }
        }
        return new LabSpec(groups);
    }

    private static Group group(String part) {
        int colon = part.indexOf(':');
        if (colon < 0) {
            return new Group(Nat.of(part), 1);
        }
        String number = part.substring(colon + 1);
        Nat nat = Nat.of(part.substring(0, colon));
        require(
                number.matches("\\d{1,6}"),
                "--nat %s: '%s' is no number of functions; write KIND:N, such as %s:2",
                part,
                number,
                nat);
        return new Group(nat, Integer.parseInt(number));
    }

    private static String text(List<Group> groups) {
        return groups.stream().map(Group::toString).collect(joining(","));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return text(groups);
    }
}
