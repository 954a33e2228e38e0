// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import static io.boxer.common.BoxerException.require;
import static io.boxer.common.BoxerException.user;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.Nearest;
import io.boxer.compose.Application;
import io.boxer.compose.Conduct.Condition;
import io.boxer.compose.PublishedPort;
import io.boxer.compose.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes an application of a document that is as the schema says, and checks what a schema cannot say: that services exist,
 * that nothing waits in a circle, that no name and no port is given twice. Confined to one thread.
 */
final class ApplicationParser {
    private static final int LONGEST_NAME = 63;

    private final Document document;
    private final ServiceParser services;

    ApplicationParser(Document document, ServiceParser services) {
        this.document = document;
        this.services = services;
    }

    /** @throws io.boxer.common.BoxerException USER with the place and the rule */
    Application parse() {
        List<Service> parsed = new ArrayList<>();
        document.root()
                .path("services")
                .properties()
                .forEach(entry -> parsed.add(services.parse(entry.getKey(), entry.getValue())));
        refuseUnknownServices(parsed);
        refuseCircles(parsed);
        refuseSameNames(parsed);
        refuseSamePorts(parsed);
        return new Application(document.root().path("name").asText(), parsed);
    }

    private void refuseUnknownServices(List<Service> parsed) {
        Set<String> names = new TreeSet<>(parsed.stream().map(Service::name).toList());
        for (Service service : parsed) {
            for (String other : service.conduct().dependsOn().keySet()) {
                require(
                        names.contains(other),
                        "%s is no service of this file%s",
                        key(service, "depends_on", other),
                        Nearest.of(other, names)
                                .map("; did you mean '%s'?"::formatted)
                                .orElseGet(() -> "; there are " + String.join(", ", names)));
            }
        }
    }

    private void refuseCircles(List<Service> parsed) {
        Map<String, Map<String, Condition>> waits = new HashMap<>();
        parsed.forEach(service -> waits.put(service.name(), service.conduct().dependsOn()));
        Set<String> free = new HashSet<>();
        while (waits.entrySet()
                .removeIf(entry -> free.containsAll(entry.getValue().keySet()) && free.add(entry.getKey()))) {
            assert !free.isEmpty();
        }
        parsed.stream()
                .map(Service::name)
                .filter(waits::containsKey)
                .findFirst()
                .ifPresent(name -> {
                    throw user(
                            "%s: services wait for each other in a circle (%s); none of them could start",
                            document.places().ofKey("/services/" + name + "/depends_on"),
                            String.join(", ", new TreeSet<>(waits.keySet())));
                });
    }

    private void refuseSameNames(List<Service> parsed) {
        Map<String, String> owners = new HashMap<>();
        for (Service service : parsed) {
            for (int replica = 1; replica <= Math.max(1, service.replicas()); replica++) {
                String node = service.nodeName(replica);
                String place = document.places().ofKey("/services/" + service.name());
                require(
                        node.length() <= LONGEST_NAME,
                        "%s: node name '%s' is longer than %d",
                        place,
                        node,
                        LONGEST_NAME);
                String owner = owners.put(node, service.name());
                require(owner == null, "%s: a node of '%s' has the name '%s' already; rename one", place, owner, node);
            }
        }
    }

    private void refuseSamePorts(List<Service> parsed) {
        Set<Integer> taken = new HashSet<>();
        for (Service service : parsed) {
            for (int i = 0; i < service.publish().size(); i++) {
                PublishedPort port = service.publish().get(i);
                require(
                        port.hostPort() == 0 || taken.add(port.hostPort()),
                        "%s: port %d of this machine is published twice; choose another",
                        document.places().ofValue("/services/" + service.name() + "/publish/" + i),
                        port.hostPort());
            }
        }
    }

    private String key(Service service, String key, String child) {
        return document.places().ofKey(Places.child("/services/" + service.name() + "/" + key, child));
    }

    /** The children of a mapping, in its order. */
    static Map<String, JsonNode> entries(JsonNode mapping) {
        Map<String, JsonNode> entries = new java.util.LinkedHashMap<>();
        mapping.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        return entries;
    }
}
