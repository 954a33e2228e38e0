// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.BoxerException;
import io.boxer.common.Nearest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A lab as it is to be: names, addresses, and what must be run to make it.
 *
 * <pre>
 *  public host 198.51.100.1 ──┬── gateway 198.51.100.10 ──┬── function 192.168.10.2
 *                             │                           └── function 192.168.10.3
 *                             ├── gateway 198.51.100.11 ──── …
 *                             └── open function 198.51.100.12
 * </pre>
 *
 * Immutable.
 */
public final class LabPlan {
    /** Of the host that all reach. */
    public static final String PUBLIC_ADDRESS = "198.51.100.1";

    private static final int FIRST_INDEX = 10;

    private final String prefix;
    private final LabSpec spec;
    private final List<LabGateway> gateways = new ArrayList<>();
    private final List<LabHost> hosts = new ArrayList<>();

    /** @param prefix of all namespaces, nobody else's */
    public LabPlan(String prefix, LabSpec spec) {
        this.prefix = prefix;
        this.spec = spec;
        Map<Nat, Integer> named = new EnumMap<>(Nat.class);
        int index = FIRST_INDEX;
        for (LabSpec.Group group : spec.groups()) {
            boolean open = group.nat() == Nat.OPEN;
            var gateway = new LabGateway(gateways.size() + 1, group.nat(), space("gw" + (gateways.size() + 1)), index);
            for (int i = 0; i < group.functions(); i++) {
                String name = group.nat().label() + named.merge(group.nat(), 1, Integer::sum);
                hosts.add(open ? openHost(name, index + i) : host(name, gateway, i));
            }
            if (!open) {
                gateways.add(gateway);
            }
            index += open ? group.functions() : 1;
        }
    }

    private LabHost openHost(String name, int index) {
        String address = "198.51.100." + index;
        return new LabHost(name, Nat.OPEN, space(name), address, 0, address);
    }

    private LabHost host(String name, LabGateway gateway, int i) {
        return new LabHost(name, gateway.nat(), space(name), gateway.function(i), gateway.number(), gateway.outside());
    }

    private String space(String label) {
        return prefix + "-" + label;
    }

    public String prefix() {
        return prefix;
    }

    public LabSpec spec() {
        return spec;
    }

    /** All functions, in the order of the groups. */
    public List<LabHost> hosts() {
        return List.copyOf(hosts);
    }

    /**
     * The function of that name.
     *
     * @throws BoxerException USER if there is none
     */
    public LabHost host(String name) {
        List<String> names = hosts.stream().map(LabHost::name).toList();
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() -> BoxerException.user(
                        "the lab has no host '%s'%s; its hosts are %s and public",
                        name,
                        Nearest.of(name, names)
                                .map("; did you mean '%s'?"::formatted)
                                .orElse(""),
                        String.join(", ", names)));
    }

    /** The namespace of the host that all reach. */
    public String publicNamespace() {
        return space("public");
    }

    /** Every namespace of the lab. */
    public List<String> namespaces() {
        return Stream.of(
                        Stream.of(publicNamespace()),
                        gateways.stream().map(LabGateway::namespace),
                        hosts.stream().map(LabHost::namespace))
                .flatMap(names -> names)
                .toList();
    }

    /** What makes the lab, in this order. */
    List<LabStep> steps() {
        List<LabStep> steps = new ArrayList<>();
        steps.add(new LabStep.Links(links()));
        steps.add(publicHost());
        steps.add(new LabStep.Router(publicNamespace()));
        for (LabGateway gateway : gateways) {
            steps.add(inside(gateway));
            steps.add(new LabStep.Router(gateway.namespace()));
            steps.add(new LabStep.Rules(gateway.namespace(), gateway.rules()));
        }
        hosts.forEach(host -> steps.add(inside(host)));
        return steps;
    }

    /** What removes it; a namespace takes its links and rules along. */
    LabStep removal(List<String> present) {
        return new LabStep.Links(present.stream().map("netns del %s"::formatted).toList());
    }

    private List<String> links() {
        List<String> lines = new ArrayList<>();
        namespaces().forEach(namespace -> lines.add("netns add " + namespace));
        gateways.forEach(gateway -> lines.add(veth("wan", gateway.namespace(), port(gateway), publicNamespace())));
        for (LabHost host : hosts) {
            lines.add(
                    host.gateway() == 0
                            ? veth("eth0", host.namespace(), port(host), publicNamespace())
                            : veth(
                                    "eth0",
                                    host.namespace(),
                                    port(host),
                                    gateway(host).namespace()));
        }
        return lines;
    }

    private static String veth(String name, String namespace, String peer, String peerNamespace) {
        return "link add %s netns %s type veth peer name %s netns %s".formatted(name, namespace, peer, peerNamespace);
    }

    private LabGateway gateway(LabHost host) {
        return gateways.get(host.gateway() - 1);
    }

    private static String port(LabGateway gateway) {
        return "gw" + gateway.number();
    }

    private static String port(LabHost host) {
        return "to-" + host.name();
    }

    private LabStep publicHost() {
        List<String> lines = new ArrayList<>(List.of(
                "link set lo up",
                "link add br0 type bridge",
                "addr add " + PUBLIC_ADDRESS + "/24 dev br0",
                "link set br0 up"));
        gateways.forEach(gateway -> lines.add("link set %s master br0 up".formatted(port(gateway))));
        hosts.stream()
                .filter(host -> host.gateway() == 0)
                .forEach(host -> lines.add("link set %s master br0 up".formatted(port(host))));
        gateways.stream()
                .filter(gateway -> !gateway.outside().equals(gateway.wan()))
                .forEach(gateway ->
                        lines.add("route add %s/32 via %s dev br0 onlink".formatted(gateway.outside(), gateway.wan())));
        return new LabStep.Inside(publicNamespace(), lines);
    }

    private LabStep inside(LabGateway gateway) {
        List<String> lines = new ArrayList<>(List.of(
                "link set lo up",
                "addr add %s/24 dev wan".formatted(gateway.wan()),
                "link set wan up",
                "route add default via " + PUBLIC_ADDRESS,
                "link add lan type bridge",
                "addr add %s/24 dev lan".formatted(gateway.lan()),
                "link set lan up"));
        for (LabHost host : hosts) {
            if (host.gateway() == gateway.number()) {
                lines.add("link set %s master lan up".formatted(port(host)));
                // a line of its own: ip refuses it together with "master"
                lines.add("link set %s type bridge_slave isolated on".formatted(port(host)));
            }
        }
        return new LabStep.Inside(gateway.namespace(), lines);
    }

    private LabStep inside(LabHost host) {
        String router = host.gateway() == 0 ? PUBLIC_ADDRESS : gateway(host).lan();
        return new LabStep.Inside(
                host.namespace(),
                List.of(
                        "link set lo up",
                        "addr add %s/24 dev eth0".formatted(host.address()),
                        "link set eth0 up",
                        "route add default via " + router));
    }
}
