// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code boxer net} says of nodes behind NATs, and of nodes of one host. */
class NetExplainIT {
    private static final String COORDINATOR = LabPlan.PUBLIC_ADDRESS + ":7700";
    private static final String RELAY = LabPlan.PUBLIC_ADDRESS + ":7710";

    private static String net(Overlay overlay, Lab lab, String... words) {
        return overlay.outputOn(
                lab.onPublicHost(),
                overlay.boxer(Stream.concat(
                                Stream.concat(Stream.of("net"), Stream.of(words)),
                                Stream.of(
                                        "--coordinator",
                                        COORDINATOR,
                                        "--token-file",
                                        overlay.keyFile().toString()))
                        .toList()));
    }

    @Test
    void thePathIsTheOneThatWasMeasuredAndTheReasonIsTheNat() {
        try (Lab lab = NatLab.open("port-preserving:1,port-preserving:1,symmetric:1", "boxer net behind NATs");
                Overlay overlay = Overlay.open()) {
            overlay.daemonOn(lab.onPublicHost(), "relay", "--listen", RELAY, "--admin", "127.0.0.1:7711");
            overlay.daemonOn(
                    lab.onPublicHost(), "coordinator", "--listen", COORDINATOR, "--relay", RELAY, "--recovery", "0s");
            for (var host : lab.plan().hosts()) {
                overlay.nodeOn(
                                lab.onHost(host.name()),
                                COORDINATOR,
                                host.name(),
                                List.of("sh", "-c", "echo up; sleep 1000"))
                        .awaitSaid("up");
            }

            String punched = net(overlay, lab, "explain", "pp1", "pp2");
            String relayed = net(overlay, lab, "explain", "pp1", "sym1");
            String map = net(overlay, lab, "map", "--measure");

            assertThat(punched)
                    .startsWith("pp1 -> pp2: hole punched\n")
                    .containsPattern(
                            "pp1 is behind a NAT that keeps ports: 192\\S+ appears as 198\\.51\\.100\\.\\d+:\\d+")
                    .containsPattern("\\d+\\.\\d+ ms, [1-9]\\d* MiB/s, measured between the two supervisors");
            assertThat(relayed)
                    .startsWith("pp1 -> sym1: relayed\n")
                    .containsPattern("sym1 is behind a NAT that changes ports")
                    .contains("nobody can be told under which port to dial sym1")
                    .contains("both meet at the relay " + RELAY)
                    .containsPattern("[1-9]\\d* MiB/s, measured");
            assertThat(map.lines()).hasSize(4);
            assertThat(map.lines().filter(line -> line.startsWith("sym1")))
                    .allMatch(line -> line.matches("sym1 +relayed \\(.*\\) +relayed \\(.*\\) +-"));
            assertThat(map.lines().filter(line -> line.startsWith("pp2")))
                    .allMatch(line -> line.matches("pp2 +hole punched \\(.*\\) +- +relayed \\(.*\\)"));
        }
    }

    @Test
    void withoutRelayItIsSaidWhatIsMissing() {
        try (Lab lab = NatLab.open("port-preserving:1,symmetric:1", "boxer net without a relay");
                Overlay overlay = Overlay.open()) {
            overlay.daemonOn(lab.onPublicHost(), "coordinator", "--listen", COORDINATOR, "--recovery", "0s");
            for (var host : lab.plan().hosts()) {
                overlay.nodeOn(
                                lab.onHost(host.name()),
                                COORDINATOR,
                                host.name(),
                                List.of("sh", "-c", "echo up; sleep 1000"))
                        .awaitSaid("up");
            }

            String map = net(overlay, lab, "map");

            assertThat(map.lines()).anyMatch(line -> line.matches("pp1 +- +none"));
        }
    }
}
