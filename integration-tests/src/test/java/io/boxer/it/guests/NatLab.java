// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network like that of functions, in network namespaces of its own: hosts, each alone behind a NAT that lets nobody in, and a
 * public network on which the coordinator and the relay are. Needs root. Confined to the thread of the test.
 *
 * <pre>
 *  public host 198.51.100.1 ──┬── gateway 198.51.100.10+k ── host 10.(100+k).0.2
 *                             └── …
 * </pre>
 */
final class NatLab implements AutoCloseable {
    /** What a gateway does. */
    enum Nat {
        /** There is none: the host is on the public network. */
        OPEN(""),
        /** A local port appears as itself; strangers' packets are dropped. */
        PORT_PRESERVING("masquerade"),
        /** The same, but strangers are answered with a reset. */
        RESETTING("masquerade"),
        /** Every connection appears with another port, at random. */
        SYMMETRIC("masquerade random,fully-random");

        private final String rule;

        Nat(String rule) {
            this.rule = rule;
        }
    }

    static final String PUBLIC = "198.51.100.1";

    private final String prefix;
    private final List<String> ip;
    private final List<String> nft;
    private final List<String> spaces = new ArrayList<>();

    private NatLab(Program ip, Program nft) {
        // short: names of interfaces have 15 characters
        prefix = "bx" + ProcessHandle.current().pid() % 100_000;
        this.ip = ip.prefix();
        this.nft = nft.prefix();
    }

    /** One host for each kind; skips the calling test by name where there can be no lab. */
    static NatLab open(Nat... kinds) {
        String untested = "connections through NATs";
        Program ip = Program.need("ip", untested);
        Program nft = Program.need("nft", untested);
        if (!Overlay.isRoot()) {
            abort("not tested, since network namespaces need root: " + untested);
        }
        var lab = new NatLab(ip, nft);
        try {
            lab.build(kinds);
        } catch (IllegalStateException cannot) {
            lab.close();
            abort("not tested, since no network namespaces can be had (%s): %s"
                    .formatted(cannot.getMessage(), untested));
        }
        return lab;
    }

    private void build(Nat... kinds) {
        space("pub");
        ip("-n", name("pub"), "link", "add", "br0", "type", "bridge");
        ip("-n", name("pub"), "addr", "add", PUBLIC + "/24", "dev", "br0");
        ip("-n", name("pub"), "link", "set", "br0", "up");
        for (int k = 0; k < kinds.length; k++) {
            if (kinds[k] == Nat.OPEN) {
                space("h" + k);
                plug("h" + k, k);
            } else {
                gateway(k, kinds[k]);
            }
        }
    }

    private void space(String label) {
        ip("netns", "add", name(label));
        spaces.add(name(label));
        ip("-n", name(label), "link", "set", "lo", "up");
    }

    /** Gives a namespace an interface on the public network. */
    private void plug(String label, int k) {
        String port = "p" + k;
        ip("-n", name(label), "link", "add", "wan", "type", "veth", "peer", "name", port, "netns", name("pub"));
        ip("-n", name("pub"), "link", "set", port, "master", "br0", "up");
        ip("-n", name(label), "addr", "add", "198.51.100.%d/24".formatted(10 + k), "dev", "wan");
        ip("-n", name(label), "link", "set", "wan", "up");
        ip("-n", name(label), "route", "add", "default", "via", PUBLIC);
    }

    private void gateway(int k, Nat nat) {
        String gateway = "g" + k;
        String host = "h" + k;
        space(gateway);
        space(host);
        plug(gateway, k);
        ip("-n", name(host), "link", "add", "eth0", "type", "veth", "peer", "name", "lan", "netns", name(gateway));
        ip("-n", name(gateway), "addr", "add", "10.%d.0.1/24".formatted(100 + k), "dev", "lan");
        ip("-n", name(gateway), "link", "set", "lan", "up");
        ip("-n", name(host), "addr", "add", "10.%d.0.2/24".formatted(100 + k), "dev", "eth0");
        ip("-n", name(host), "link", "set", "eth0", "up");
        ip("-n", name(host), "route", "add", "default", "via", "10.%d.0.1".formatted(100 + k));
        run(in(name(gateway), List.of("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")));
        String reset = nat == Nat.RESETTING ? "tcp flags & (syn|ack) == syn reject with tcp reset;" : "";
        String rules = """
                table ip boxer {
                  chain outbound { type nat hook postrouting priority srcnat; oifname "wan" %s; }
                  chain through { type filter hook forward priority filter; policy drop;
                    iifname "lan" accept; ct state established,related accept; }
                  chain inbound { type filter hook input priority filter; policy drop;
                    iifname "lo" accept; ct state established,related accept; %s }
                }""".formatted(nat.rule, reset);
        List<String> words = new ArrayList<>(nft);
        words.add(rules);
        run(in(name(gateway), words));
    }

    /** The words that run a command on the host number {@code k}. */
    List<String> onHost(int k) {
        return in(name("h" + k), List.of());
    }

    /** The words that run a command on the public host. */
    List<String> onPublicHost() {
        return in(name("pub"), List.of());
    }

    private List<String> in(String space, List<String> command) {
        return Stream.of(ip, List.of("netns", "exec", space), command)
                .flatMap(List::stream)
                .toList();
    }

    private String name(String label) {
        return prefix + label;
    }

    private void ip(String... words) {
        run(Stream.concat(ip.stream(), Stream.of(words)).toList());
    }

    private static void run(List<String> words) {
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + said.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Removes the namespaces; what runs in them must have ended. */
    @Override
    public void close() {
        spaces.forEach(space -> ip("netns", "del", space));
        spaces.clear();
    }
}
