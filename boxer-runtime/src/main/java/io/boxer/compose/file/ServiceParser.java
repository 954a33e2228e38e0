// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import static io.boxer.common.BoxerException.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.boxer.common.Durations;
import io.boxer.compose.Conduct;
import io.boxer.compose.Program;
import io.boxer.compose.PublishedPort;
import io.boxer.compose.Readiness;
import io.boxer.compose.Service;
import io.boxer.compose.StopRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Makes a service of its part of a document that is as the schema says. Immutable. */
final class ServiceParser {
    private static final String READY_EVERY = "200ms";
    private static final String READY_TIMEOUT = "60s";
    private static final String STOP_GRACE = "10s";
    private static final int HIGHEST_PORT = 65535;

    private final Places places;
    private final Path directory;

    /** @param directory of boxer.yaml, absolute: working directories are relative to it */
    ServiceParser(Places places, Path directory) {
        this.places = places;
        this.directory = directory;
    }

    Service parse(String name, JsonNode service) {
        String pointer = "/services/" + name;
        Map<String, String> environment = new LinkedHashMap<>();
        ApplicationParser.entries(service.path("environment"))
                .forEach((key, text) -> environment.put(key, text.asText()));
        var program = new Program(
                words(service.path("command")),
                environment,
                files(service.path("files"), pointer + "/files"),
                text(service, "working_directory").map(this::absolute));
        return new Service(
                name,
                service.path("replicas").asInt(1),
                program,
                conduct(service, pointer),
                ports(service.path("publish"), pointer + "/publish"));
    }

    private static List<String> words(JsonNode command) {
        return command.isTextual()
                ? List.of("/bin/sh", "-c", command.asText())
                : StreamSupport.stream(command.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
    }

    private Map<String, String> files(JsonNode files, String pointer) {
        Map<String, String> contents = new LinkedHashMap<>();
        ApplicationParser.entries(files).forEach((path, content) -> {
            String key = Places.child(pointer, path);
            boolean below = Path.of("/node").resolve(path).normalize().startsWith("/node/");
            require(below, "%s leaves the node's directory; write a path below it", places.ofKey(key));
            require(
                    !content.has("source"),
                    "%s: source is for files that boxer up reads; send the content",
                    places.ofKey(key));
            contents.put(
                    path,
                    content.isTextual()
                            ? content.asText()
                            : content.path("content").asText());
        });
        return contents;
    }

    /** What begins with a variable is absolute once that is replaced. */
    private String absolute(String path) {
        return path.startsWith("${")
                ? path
                : directory.resolve(path).normalize().toString();
    }

    private Conduct conduct(JsonNode service, String pointer) {
        Map<String, Conduct.Condition> dependsOn = new LinkedHashMap<>();
        ApplicationParser.entries(service.path("depends_on"))
                .forEach((other, word) -> dependsOn.put(other, constant(Conduct.Condition.class, word.asText())));
        return new Conduct(
                dependsOn,
                service.has("ready")
                        ? Optional.of(readiness(service.path("ready"), pointer + "/ready"))
                        : Optional.empty(),
                constant(Conduct.RestartPolicy.class, service.path("restart").asText("never")),
                new StopRule(
                        constant(
                                StopRule.Signal.class,
                                service.path("stop_signal").asText("TERM")),
                        duration(service, "stop_grace", STOP_GRACE)));
    }

    private Readiness readiness(JsonNode ready, String pointer) {
        List<Readiness.Probe> probes = new ArrayList<>();
        if (ready.has("tcp")) {
            probes.add(new Readiness.Tcp(ready.path("tcp").asInt()));
        }
        if (ready.has("http")) {
            JsonNode http = ready.path("http");
            probes.add(new Readiness.Http(
                    http.path("port").asInt(), http.path("path").asText("/")));
        }
        if (ready.has("exec")) {
            probes.add(new Readiness.Exec(words(ready.path("exec"))));
        }
        require(
                probes.size() == 1,
                "%s needs one of tcp, http and exec, and has %d",
                places.ofKey(pointer),
                probes.size());
        return new Readiness(
                probes.get(0), duration(ready, "every", READY_EVERY), duration(ready, "timeout", READY_TIMEOUT));
    }

    private List<PublishedPort> ports(JsonNode publish, String pointer) {
        List<PublishedPort> ports = new ArrayList<>();
        for (JsonNode entry : publish) {
            String[] parts = entry.asText().split(":", -1);
            var port = new PublishedPort(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            require(
                    port.hostPort() <= HIGHEST_PORT && port.nodePort() >= 1 && port.nodePort() <= HIGHEST_PORT,
                    "%s: %s has a port that does not exist; they go from 1 to %d",
                    places.ofValue(pointer + "/" + ports.size()),
                    entry,
                    HIGHEST_PORT);
            ports.add(port);
        }
        return ports;
    }

    private static Optional<String> text(JsonNode service, String key) {
        return service.has(key) ? Optional.of(service.path(key).asText()) : Optional.empty();
    }

    private static Duration duration(JsonNode mapping, String key, String absent) {
        return Durations.parse(mapping.path(key).asText(absent));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
