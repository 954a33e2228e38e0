// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.DataSize;
import io.boxer.common.HostPort;
import io.boxer.common.admin.AdminClient;
import io.boxer.common.security.KeyFile;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds docs/openapi/namenode.yaml against the server; it relies on the file's indentation. */
class NamenodeOpenApiTest {
    private static final HostPort ANY = HostPort.parse("127.0.0.1:0");
    private static final Pattern OPERATION = Pattern.compile("^ {4}(get|post|put|delete):", Pattern.MULTILINE);

    private final String page;

    NamenodeOpenApiTest() throws IOException {
        page = Files.readString(Path.of("..", "docs", "openapi", "namenode.yaml"));
    }

    @Test
    void docsDescribeTheRoutesAndNoOthers(@TempDir Path directory) {
        KeyFile key = new KeyFile(directory.resolve("test.key"), true);
        NamenodeSettings settings = new NamenodeSettings(ANY, ANY, directory, DataSize.parse("64KiB"));
        try (NamenodeServer namenode = NamenodeServer.start(settings, key, () -> {})) {
            Set<String> served = namenode.routes().stream()
                    .map(route -> route.method() + " " + route.path())
                    .collect(Collectors.toSet());
            served.addAll(List.of("GET /metrics", "GET /healthz"));

            assertThat(operations()).isEqualTo(new TreeSet<>(served));
            AdminClient client = new AdminClient(namenode.adminAddress(), key.key());
            assertThat(client.text("/healthz")).isNotEmpty();
            assertThat(client.text("/metrics")).contains("boxer_namenode_nodes");
        }
    }

    private Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (String path : page.split("(?m)^  (?=/)", -1)) {
            if (path.startsWith("/")) {
                String name = path.substring(0, path.indexOf(':'));
                OPERATION
                        .matcher(path)
                        .results()
                        .forEach(verb -> operations.add(verb.group(1).toUpperCase(Locale.ROOT) + " " + name));
            }
        }
        return operations;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Status", "Node", "Drain", "Event"})
    void docsDescribeTheFieldsInTheirOrderAndAllOfThemAreThere(String schema) {
        List<String> fields = Arrays.stream(record(schema).getRecordComponents())
                .map(RecordComponent::getName)
                .toList();

        assertThat(find("^ {4}%s:\\n.*\\n {6}required: \\[(.*)]", schema)).isEqualTo(String.join(", ", fields));
        String properties = find("^ {4}%s:\\n.*\\n.*\\n {6}properties:\\n((?: {8}.*\\n)*)", schema);
        assertThat(Pattern.compile("^ {8}(\\w+):", Pattern.MULTILINE)
                        .matcher(properties)
                        .results()
                        .map((MatchResult field) -> field.group(1)))
                .isEqualTo(fields);
    }

    private static Class<? extends Record> record(String schema) {
        return switch (schema) {
            case "Status" -> NamenodeStatus.class;
            case "Node" -> NamenodeStatus.NodeStatus.class;
            case "Drain" -> NamenodeStatus.DrainStatus.class;
            case "Event" -> Happening.class;
            default -> throw new IllegalArgumentException(schema);
        };
    }

    @Test
    void docsListTheStatesOfNodesAndDrainsAndTheKindsOfNotices() {
        assertThat(find("state: \\{type: string, enum: \\[(ACTIVE.*?)]", "")).isEqualTo(words(Node.State.values()));
        assertThat(find("state: \\{type: string, enum: \\[(RUNNING.*?)]", "")).isEqualTo(words(Drain.State.values()));
        assertThat(find("kind: \\{type: string, enum: \\[(notice[^k]*?)]", "").split(", ", -1))
                .containsExactlyInAnyOrderElementsOf(NamenodeAdmin.KINDS);
    }

    private static String words(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
    }

    private String find(String pattern, String schema) {
        return Pattern.compile(pattern.formatted(schema), Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(result -> result.group(1))
                .findFirst()
                .orElse("");
    }
}
