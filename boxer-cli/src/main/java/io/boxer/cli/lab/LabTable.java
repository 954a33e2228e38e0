// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import static java.util.stream.Collectors.joining;

import io.boxer.cli.Columns;
import io.boxer.cli.Console;
import io.boxer.lab.LabDaemons;
import io.boxer.lab.LabHost;
import io.boxer.lab.LabPlan;
import io.boxer.lab.LabState;
import java.util.ArrayList;
import java.util.List;

/** The hosts of a lab, for people and as JSON. Stateless. */
final class LabTable {
    private LabTable() {}

    /**
     * What {@code --json} prints of a lab.
     *
     * @param trouble what does not run any more that should; empty: nothing
     */
    record Shown(String nat, String coordinator, String relay, String trouble, List<Host> hosts) {}

    /** @param with who stands behind the same gateway */
    record Host(String name, String nat, String address, String seenAs, List<String> with) {}

    static void say(Console console, LabState state) {
        LabPlan plan = state.lab().plan();
        List<Host> hosts = plan.hosts().stream()
                .map(host -> new Host(
                        host.name(), host.nat().word(), host.address(), host.outside(), neighbours(plan, host)))
                .toList();
        console.json(new Shown(
                state.nat(),
                LabDaemons.COORDINATOR.toString(),
                LabDaemons.RELAY.toString(),
                state.missing().orElse(""),
                hosts));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("HOST", "NAT", "ADDRESS", "SEEN AS", "BEHIND ONE GATEWAY WITH"));
        hosts.forEach(
                host -> rows.add(List.of(host.name(), host.nat(), host.address(), host.seenAs(), shown(host.with()))));
        rows.add(List.of("public", "-", LabPlan.PUBLIC_ADDRESS, LabPlan.PUBLIC_ADDRESS, "-"));
        Columns.lines(rows).forEach(line -> console.say("%s", line));
        console.say("coordinator %s, relay %s", LabDaemons.COORDINATOR, LabDaemons.RELAY);
        state.missing()
                .ifPresent(gone -> console.say(
                        "the %s has ended since: new connections fail; boxer lab down, then boxer lab up", gone));
    }

    private static List<String> neighbours(LabPlan plan, LabHost host) {
        return plan.hosts().stream()
                .filter(other -> !other.equals(host) && other.isNeighbourOf(host))
                .map(LabHost::name)
                .toList();
    }

    private static String shown(List<String> names) {
        return names.isEmpty() ? "-" : names.stream().collect(joining(", "));
    }
}
