// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.boxer.common.process.ProcessId;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * What is written down about the lab of a user, from before its first namespace is made. Immutable.
 *
 * @param prefix of its namespaces
 * @param nat as {@link LabSpec#parse} reads it
 * @param privileged whether its namespaces are the machine's; else they are those of {@code holder}
 * @param holder keeps the user namespace; of number 0 until it is there
 * @param ip first words of the program that removes it
 * @param daemons relay and coordinator, once they serve
 */
public record LabState(
        String prefix,
        String nat,
        boolean privileged,
        ProcessId holder,
        List<String> ip,
        List<String> nft,
        List<ProcessId> daemons) {
    private static final ProcessId NOBODY = new ProcessId(0, 0);

    public LabState {
        ip = List.copyOf(ip);
        nft = List.copyOf(nft);
        daemons = List.copyOf(daemons);
    }

    /** Of a lab of which nothing is there yet. */
    static LabState planned(LabPlan plan, LabTools tools, boolean privileged) {
        return new LabState(
                plan.prefix(), plan.spec().toString(), privileged, NOBODY, tools.ip(), tools.nft(), List.of());
    }

    LabState on(Ground ground) {
        ProcessId process = ground instanceof Ground.UserNamespace user ? user.holder() : NOBODY;
        return new LabState(prefix, nat, privileged, process, ip, nft, daemons);
    }

    LabState serving(List<ProcessId> relayAndCoordinator) {
        return new LabState(prefix, nat, privileged, holder, ip, nft, relayAndCoordinator);
    }

    /** The lab that it describes. */
    public Lab lab() {
        Ground ground = privileged ? new Ground.Machine() : new Ground.UserNamespace(holder);
        return new Lab(new LabPlan(prefix, LabSpec.parse(nat)), new LabTools(ip, nft), ground);
    }

    /** Whether the lab was completed and is still there: a reboot leaves the file, but no namespace. */
    @JsonIgnore
    public boolean isUp() {
        Lab lab = lab();
        return !daemons.isEmpty()
                && Files.exists(lab.ground().names().resolve(lab.plan().publicNamespace()));
    }

    /** What does not run any more that should. */
    public Optional<String> missing() {
        List<String> names = List.of("relay", "coordinator");
        return java.util.stream.IntStream.range(0, daemons.size())
                .filter(i -> !daemons.get(i).lives())
                .mapToObj(names::get)
                .reduce((one, other) -> one + " and " + other);
    }
}
