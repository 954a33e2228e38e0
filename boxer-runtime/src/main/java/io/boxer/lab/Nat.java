// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.BoxerException;
import io.boxer.common.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What stands between a function and the public network. */
public enum Nat {
    /** Nothing: the host is on the public network. */
    OPEN("open", "open"),
    /** A local port appears as itself; packets of strangers are dropped. So are those from behind the same gateway. */
    PORT_PRESERVING("port-preserving", "pp"),
    /** The same, but two hosts behind it reach each other under the address that the public network sees. */
    HAIRPIN("hairpin", "hair"),
    /** Every connection appears with another port, at random. */
    SYMMETRIC("symmetric", "sym"),
    /** Ports are kept, but strangers are answered with a reset. */
    RESETTING("rst", "rst");

    private final String word;
    private final String label;

    Nat(String word, String label) {
        this.word = word;
        this.label = label;
    }

    /** As {@code --nat} has it. */
    public String word() {
        return word;
    }

    /** What its hosts are called, with a number behind. */
    public String label() {
        return label;
    }

    /** Whether a local port appears as itself on the public network. */
    public boolean keepsPorts() {
        return this != SYMMETRIC;
    }

    /**
     * Reads a {@link #word} or a {@link #label}.
     *
     * @throws BoxerException USER for any other
     */
    static Nat of(String text) {
        return Arrays.stream(values())
                .filter(nat -> nat.word.equals(text) || nat.label.equals(text))
                .findFirst()
                .orElseThrow(() -> BoxerException.user(
                        "--nat %s: there is no such kind of NAT%s; the kinds are %s",
                        text,
                        Nearest.of(text, words())
                                .map("; did you mean '%s'?"::formatted)
                                .orElse(""),
                        String.join(", ", words())));
    }

    private static List<String> words() {
        return Stream.of(values()).map(Nat::word).toList();
    }

    @Override
    public String toString() {
        return word;
    }
}
