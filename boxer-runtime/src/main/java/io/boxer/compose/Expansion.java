// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

import static io.boxer.common.BoxerException.user;

import io.boxer.common.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes nodes of services: as many as there are replicas, with {@code ${BOXER_…}} replaced in commands, environments,
 * files and directories. Other {@code ${…}} are left alone: they are the shell's. Stateless.
 */
public final class Expansion {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(BOXER_[A-Z_]*)}");

    private Expansion() {}

    /**
     * All nodes, in the order of the file.
     *
     * @param scales replicas by service where they differ from the file
     * @param nodes directory below which each node has its own
     * @throws io.boxer.common.BoxerException USER if a variable is not one of ours
     */
    public static List<NodeSpec> nodes(Application application, Map<String, Integer> scales, Path nodes) {
        List<NodeSpec> expanded = new ArrayList<>();
        for (Service service : application.services()) {
            int replicas = scales.getOrDefault(service.name(), service.replicas());
            for (int replica = 1; replica <= replicas; replica++) {
                expanded.add(node(application, service, replica, nodes));
            }
        }
        return List.copyOf(expanded);
    }

    private static NodeSpec node(Application application, Service service, int replica, Path nodes) {
        String name = service.nodeName(replica);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("BOXER_APP", application.name());
        values.put("BOXER_SERVICE", service.name());
        values.put("BOXER_REPLICA", Integer.toString(replica));
        values.put("BOXER_NODE_NAME", name);
        values.put("BOXER_DIRECTORY", nodes.resolve(name).toString());
        Program template = service.program();
        var program = new Program(
                template.command().stream().map(word -> replace(word, values)).toList(),
                replaceValues(template.environment(), values),
                replaceValues(template.files(), values),
                template.workingDirectory().map(path -> replace(path, values)));
        return new NodeSpec(name, service.name(), replica, program, conduct(service.conduct(), values));
    }

    private static Conduct conduct(Conduct template, Map<String, String> values) {
        Optional<Readiness> ready = template.ready()
                .map(given -> given.probe() instanceof Readiness.Exec exec
                        ? new Readiness(
                                new Readiness.Exec(exec.command().stream()
                                        .map(word -> replace(word, values))
                                        .toList()),
                                given.every(),
                                given.timeout())
                        : given);
        return new Conduct(template.dependsOn(), ready, template.restart(), template.stop());
    }

    private static Map<String, String> replaceValues(Map<String, String> texts, Map<String, String> values) {
        Map<String, String> replaced = new LinkedHashMap<>();
        texts.forEach((key, text) -> replaced.put(key, replace(text, values)));
        return replaced;
    }

    private static String replace(String text, Map<String, String> values) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            return Matcher.quoteReplacement(Optional.ofNullable(values.get(name))
                    .orElseThrow(() -> user("${%s} is no variable of ours%s", name, instead(name, values.keySet()))));
        });
    }

    private static String instead(String name, Set<String> known) {
        return Nearest.of(name, known)
                .map("; did you mean ${%s}?"::formatted)
                .orElseGet(() -> "; there are " + String.join(", ", new TreeSet<>(known)));
    }
}
