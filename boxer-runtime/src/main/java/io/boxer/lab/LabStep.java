// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import java.util.List;
import java.util.stream.Stream;

/** One program that is run to build or remove a lab. Immutable. */
sealed interface LabStep {
    /** The words of its command line. */
    List<String> words(LabTools tools);

    /** What it reads from its standard input. */
    String input();

    /** Orders to {@code ip}, one a line, for links of all namespaces. */
    record Links(List<String> lines) implements LabStep {
        public Links {
            lines = List.copyOf(lines);
        }

        @Override
        public List<String> words(LabTools tools) {
            return tools.ip("-batch", "-");
        }

        @Override
        public String input() {
            return String.join("\n", lines) + "\n";
        }
    }

    /** Orders to {@code ip} for one namespace. */
    record Inside(String namespace, List<String> lines) implements LabStep {
        public Inside {
            lines = List.copyOf(lines);
        }

        @Override
        public List<String> words(LabTools tools) {
            return tools.ip("-n", namespace, "-batch", "-");
        }

        @Override
        public String input() {
            return String.join("\n", lines) + "\n";
        }
    }

    /**
     * Makes a router of a namespace: it forwards, takes packets from wherever they come, and does not tell a sender that there
     * is a shorter way.
     */
    record Router(String namespace) implements LabStep {
        @Override
        public List<String> words(LabTools tools) {
            return tools.ip("netns", "exec", namespace, "sh", "-e");
        }

        @Override
        public String input() {
            return """
                    echo 1 > /proc/sys/net/ipv4/ip_forward
                    for each in /proc/sys/net/ipv4/conf/*/; do
                      echo 0 > "$each/rp_filter"
                      echo 0 > "$each/send_redirects"
                    done
                    """;
        }
    }

    /** Rules in nft's language. */
    record Rules(String namespace, String rules) implements LabStep {
        @Override
        public List<String> words(LabTools tools) {
            return Stream.concat(tools.ip("netns", "exec", namespace).stream(), tools.nft("-f", "-").stream())
                    .toList();
        }

        @Override
        public String input() {
            return rules;
        }
    }
}
