// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LabPlanTest {
    private static final LabTools TOOLS = new LabTools(List.of("/sbin/ip"), List.of("/usr/sbin/nft"));

    private static LabPlan plan(String nat) {
        return new LabPlan("bx", LabSpec.parse(nat));
    }

    /** As a shell would have it. */
    private static String script(LabPlan plan, String namespace) {
        return plan.steps().stream()
                .filter(step -> step.words(TOOLS).contains(namespace))
                .filter(step -> !(step instanceof LabStep.Router))
                .map(step -> String.join(" ", step.words(TOOLS)) + "\n" + step.input())
                .collect(joining());
    }

    @Test
    void hostsAreNumberedByKindAndKnowTheirGateway() {
        LabPlan plan = plan("port-preserving:2,symmetric:1,open:2,port-preserving:1,hairpin:1");

        assertThat(plan.hosts())
                .extracting(LabHost::name, LabHost::address, LabHost::gateway, LabHost::outside)
                .containsExactly(
                        tuple("pp1", "192.168.10.2", 1, "198.51.100.10"),
                        tuple("pp2", "192.168.10.3", 1, "198.51.100.10"),
                        tuple("sym1", "192.168.11.2", 2, "198.51.100.11"),
                        tuple("open1", "198.51.100.12", 0, "198.51.100.12"),
                        tuple("open2", "198.51.100.13", 0, "198.51.100.13"),
                        tuple("pp3", "192.168.14.2", 3, "198.51.100.14"),
                        tuple("hair1", "192.168.15.2", 4, "203.0.113.15"));
        assertThat(plan.host("pp1").isNeighbourOf(plan.host("pp2"))).isTrue();
        assertThat(plan.host("pp1").isNeighbourOf(plan.host("pp3"))).isFalse();
        assertThat(plan.host("open1").isNeighbourOf(plan.host("open2"))).isFalse();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    @Test
    void theNamespacesAndTheirLinksAreMadeFirst() {
        LabPlan plan = plan("port-preserving:2,open:1");

        assertThat(plan.steps().get(0).words(TOOLS)).containsExactly("/sbin/ip", "-batch", "-");
        assertThat(plan.steps().get(0).input()).isEqualTo("""
                netns add bx-public
                netns add bx-gw1
                netns add bx-pp1
                netns add bx-pp2
                netns add bx-open1
                link add wan netns bx-gw1 type veth peer name gw1 netns bx-public
                link add eth0 netns bx-pp1 type veth peer name to-pp1 netns bx-gw1
                link add eth0 netns bx-pp2 type veth peer name to-pp2 netns bx-gw1
                link add eth0 netns bx-open1 type veth peer name to-open1 netns bx-public
                """);
    }

    @Test
    void twoBehindAHairpinningGatewayAreIsolatedAndSeenUnderAnAddressThatIsNotTheGateways() {
        LabPlan plan = plan("hairpin:2");

        assertThat(script(plan, "bx-public")).isEqualTo("""
                /sbin/ip -n bx-public -batch -
                link set lo up
                link add br0 type bridge
                addr add 198.51.100.1/24 dev br0
                link set br0 up
                link set gw1 master br0 up
                route add 203.0.113.10/32 via 198.51.100.10 dev br0 onlink
                """);
        assertThat(script(plan, "bx-gw1")).isEqualTo("""
                /sbin/ip -n bx-gw1 -batch -
                link set lo up
                addr add 198.51.100.10/24 dev wan
                link set wan up
                route add default via 198.51.100.1
                link add lan type bridge
                addr add 192.168.10.1/24 dev lan
                link set lan up
                link set to-hair1 master lan up
                link set to-hair1 type bridge_slave isolated on
                link set to-hair2 master lan up
                link set to-hair2 type bridge_slave isolated on
                /sbin/ip netns exec bx-gw1 /usr/sbin/nft -f -
                table ip boxer {
                  chain outbound { type nat hook postrouting priority srcnat; oifname "wan" snat to 203.0.113.10; }
                  chain through { type filter hook forward priority filter; policy drop;
                    iifname "lan" accept; ct state established,related accept; }
                  chain inbound { type filter hook input priority filter; policy drop;
                    iifname "lo" accept; ct state established,related accept;  }
                }
                """);
        assertThat(script(plan, "bx-hair2")).isEqualTo("""
                /sbin/ip -n bx-hair2 -batch -
                link set lo up
                addr add 192.168.10.3/24 dev eth0
                link set eth0 up
                route add default via 192.168.10.1
                """);
    }

    @Test
    void theKindsDifferInTheirRulesOnly() {
        LabPlan plan = plan("symmetric,rst,port-preserving");

        assertThat(script(plan, "bx-gw1")).contains("oifname \"wan\" masquerade random,fully-random;");
        assertThat(script(plan, "bx-gw2"))
                .contains("oifname \"wan\" masquerade;")
                .contains("tcp flags & (syn|ack) == syn reject with tcp reset;");
        assertThat(script(plan, "bx-gw3"))
                .contains("oifname \"wan\" masquerade;")
                .doesNotContain("reject");
    }

    @Test
    void noAddressIsGivenTwiceInTheLargestLab() {
        LabPlan plan = plan("open:30,hairpin:20" + ",symmetric:1,rst:1".repeat(25));

        List<String> addresses = plan.hosts().stream().map(LabHost::address).toList();
        assertThat(addresses).hasSize(LabSpec.MAX_HOSTS).doesNotHaveDuplicates();
        assertThat(plan.namespaces()).doesNotHaveDuplicates();
        Stream<String> last = addresses.stream().map(address -> address.substring(address.lastIndexOf('.') + 1));
        assertThat(last).allMatch(number -> Integer.parseInt(number) < 255);
    }

    @Test
    void aHostThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> plan("port-preserving:2").host("pp3"))
                .hasMessage("the lab has no host 'pp3'; did you mean 'pp1'?; its hosts are pp1, pp2 and public");
    }
}
