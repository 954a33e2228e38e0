// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.lab.Lab;
import io.boxer.lab.LabPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A coordinator talks in clear to its own host only; that nodes of others come in nevertheless says that they encrypt. */
class LinkEncryptionIT {
    private static final String UNTESTED = "encrypted links to the coordinator";

    /** Says as much as the head of a handshake, then prints how many bytes came back until the end. */
    private static final String PLAIN = "exec 3<>/dev/tcp/%s/7700; printf '%%0128d' 0 >&3; wc -c <&3";

    @Test
    void aNodeOfAnotherHostJoinsAndAStrangerWhoDoesNotEncryptIsHungUpOn() {
        try (Lab lab = NatLab.open("open,open", UNTESTED);
                Overlay overlay = Overlay.open()) {
            String address = LabPlan.PUBLIC_ADDRESS + ":7700";
            GuestNode coordinator = overlay.daemonOn(
                    lab.onPublicHost(), "coordinator", "--listen", address, "--admin", "127.0.0.1:7701");
            List<String> elsewhere = lab.onHost(lab.plan().hosts().get(0).name());

            overlay.nodeOn(elsewhere, address, "far", List.of("true")).ended().succeeded();
            String answer = overlay.outputOn(elsewhere, List.of("bash", "-c", PLAIN.formatted(LabPlan.PUBLIC_ADDRESS)));

            assertThat(answer.strip()).isEqualTo("0");
            assertThat(coordinator.err()).contains("refused a link that is not encrypted: peer=/198.51.100.");
        }
    }
}
