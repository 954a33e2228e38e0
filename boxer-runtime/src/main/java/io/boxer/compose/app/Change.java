// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.boxer.compose.NodeSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What bringing up another boxer.yaml, or scaling, does to the nodes, by name.
 *
 * @param updated take up another policy without a restart
 * @param ports whether other ports are published
 */
public record Change(
        List<String> started,
        List<String> restarted,
        List<String> updated,
        List<String> stopped,
        List<String> unchanged,
        boolean ports) {

    static Change between(List<NodeSpec> before, List<NodeSpec> after, boolean ports) {
        Map<String, NodeSpec> old = byName(before);
        Map<String, NodeSpec> now = byName(after);
        Predicate<NodeSpec> known = spec -> old.containsKey(spec.name());
        Predicate<NodeSpec> sameProgram = spec -> before.stream()
                .anyMatch(other ->
                        other.name().equals(spec.name()) && other.program().equals(spec.program()));
        Predicate<NodeSpec> same = before::contains;
        return new Change(
                names(after, known.negate()),
                names(after, known.and(sameProgram.negate())),
                names(after, sameProgram.and(same.negate())),
                names(before, spec -> !now.containsKey(spec.name())),
                names(after, same),
                ports);
    }

    private static Map<String, NodeSpec> byName(List<NodeSpec> nodes) {
        return nodes.stream().collect(Collectors.toMap(NodeSpec::name, Function.identity()));
    }

    private static List<String> names(List<NodeSpec> nodes, Predicate<NodeSpec> which) {
        return nodes.stream().filter(which).map(NodeSpec::name).toList();
    }

    /** Nothing is different. */
    @JsonIgnore
    public boolean isNone() {
        return started.isEmpty() && restarted.isEmpty() && updated.isEmpty() && stopped.isEmpty() && !ports;
    }
}
