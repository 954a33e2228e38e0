// SPDX-License-Identifier: Apache-2.0
package io.boxer.compat;

import io.boxer.common.BoxerException;
import java.util.Arrays;

/** What boxer-init may find (observe.c has the words), what it means and what helps. */
public enum Finding {
    PAST_LIBRARY(
            "past-library",
            Weight.BYPASS,
            "calls that the program makes itself, past the C library",
            "--front-end seccomp sees them"),
    WITHOUT_LIBRARY(
            "without-library",
            Weight.BYPASS,
            "calls of a process into which the preload library is not loaded",
            "--front-end seccomp sees them"),
    CHILD_STATIC(
            "child-static",
            Weight.REMARK,
            "starts a program that takes no preload library and would be on the host's network",
            "--front-end seccomp serves it too"),
    CHILD_SETUID(
            "child-setuid",
            Weight.REMARK,
            "starts a setuid or setgid program, which takes no preload library and would be on the host's network",
            "--front-end seccomp serves it too, without those rights unless root has started it"),
    CHILD_FOREIGN(
            "child-foreign",
            Weight.LIMIT,
            "starts a program of another machine (32-bit programs too), which is on the host's network",
            "take its build for this machine"),
    IO_URING(
            "io-uring",
            Weight.REMARK,
            "io_uring, whose connections would not be seen",
            "under --front-end seccomp, or through the C library's syscall(), it is refused (ENOSYS), and programs take epoll"),
    DATAGRAMS_TO_NODE(
            "datagrams-to-node",
            Weight.LIMIT,
            "datagrams (UDP) to a node: an overlay carries TCP only",
            "let it use TCP"),
    DATAGRAM_LISTENER(
            "datagram-listener",
            Weight.REMARK,
            "waits for datagrams (UDP), which come from this host only, never from other nodes",
            "let its clients use TCP"),
    RAW_SOCKET("raw-socket", Weight.LIMIT, "a raw or packet socket, which shows the host's network", "none: TCP only"),
    OTHER_PROTOCOL("other-protocol", Weight.LIMIT, "a protocol that an overlay does not carry", "let it use TCP"),
    BIND_TO_DEVICE(
            "bind-to-device",
            Weight.LIMIT,
            "binds a socket to a device of the host, from which no node can be reached unless it is the loopback",
            "let it not name a device"),
    MULTICAST(
            "multicast",
            Weight.LIMIT,
            "multicast, which stays on the host's network: nodes are not found that way",
            "name the nodes to it"),
    IPV6_ONLY_LISTENER(
            "ipv6-only-listener",
            Weight.REMARK,
            "an IPv6-only listener, which hears nobody in an overlay",
            "let it listen on IPv4, or on IPv6 without IPV6_V6ONLY, as well"),
    FAST_OPEN(
            "fast-open",
            Weight.REMARK,
            "TCP fast open, which is a connect and a send here (seccomp: refused, programs then connect)",
            "none needed"),
    HIDES_MEMORY(
            "hides-memory",
            Weight.REMARK,
            "hides its memory (PR_SET_DUMPABLE); under the seccomp front end its calls then fail with EPERM unless root"
                    + " runs it",
            "the preload library does not mind"),
    NOT_SEEN(
            "not-seen",
            Weight.LIMIT,
            "calls of a process that does not let itself be looked at: whether they pass the library is not known",
            "run boxer compat as root");

    private final String word;
    private final Weight weight;
    private final String meaning;
    private final String help;

    Finding(String word, Weight weight, String meaning, String help) {
        this.word = word;
        this.weight = weight;
        this.meaning = meaning;
        this.help = help;
    }

    static Finding of(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElseThrow(() -> BoxerException.user(
                        "boxer-init found '%s', which is not known here; it is of another version, build both anew",
                        word));
    }

    /** As boxer-init says it, and the JSON report. */
    public String word() {
        return word;
    }

    Weight weight() {
        return weight;
    }

    /** What it is. */
    public String meaning() {
        return meaning;
    }

    /** Whether it says that the network was used. */
    boolean isOfNetwork() {
        return switch (this) {
            case CHILD_STATIC, CHILD_SETUID, CHILD_FOREIGN, HIDES_MEMORY -> false;
            default -> true;
        };
    }

    /** The way out. */
    public String help() {
        return help;
    }
}
