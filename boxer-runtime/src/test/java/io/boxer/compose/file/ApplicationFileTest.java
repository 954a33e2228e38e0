// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.compose.Application;
import io.boxer.compose.Conduct.Condition;
import io.boxer.compose.Conduct.RestartPolicy;
import io.boxer.compose.Expansion;
import io.boxer.compose.NodeSpec;
import io.boxer.compose.PublishedPort;
import io.boxer.compose.Readiness;
import io.boxer.compose.StopRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationFileTest {
    private static final String SHOP = """
            name: shop
            services:
              cache:
                command: [redis-server, --port, 6379]
                ready: {tcp: 6379, every: 100ms}
                stop_grace: 3s
                stop_signal: INT
              web:
                command: exec ./serve ${BOXER_NODE_NAME} $PORT
                replicas: 2
                environment: {ID: "${BOXER_REPLICA}", DEBUG: true, PORT: 80}
                files:
                  conf/a.txt: "I am ${BOXER_SERVICE} in ${BOXER_DIRECTORY}"
                  conf/b.txt: {source: b.txt}
                depends_on: {cache: ready}
                ready: {http: {port: 80}, timeout: 5s}
                restart: on-failure
                publish: ["8080:80"]
                working_directory: sub
            """;

    @TempDir
    private Path directory = Path.of(".");

    private Path yaml(String text) throws IOException {
        return Files.writeString(directory.resolve("boxer.yaml"), text);
    }

    private Application read(String text) throws IOException {
        return ApplicationFile.read(yaml(text)).application();
    }

    private void refuses(String text, String... lines) throws IOException {
        Path file = yaml(text);
        assertThatThrownBy(() -> ApplicationFile.read(file))
                .isInstanceOf(BoxerException.class)
                .hasMessage(String.join("\n  ", lines).replace("@", file.toString()));
    }

    @Test
    void everyKeyIsRead() throws IOException {
        Files.writeString(directory.resolve("b.txt"), "from a file, replica ${BOXER_REPLICA}");

        Application shop = read(SHOP);

        var cache = shop.services().get(0);
        assertThat(cache.program().command()).containsExactly("redis-server", "--port", "6379");
        assertThat(cache.conduct().ready())
                .contains(new Readiness(new Readiness.Tcp(6379), Duration.ofMillis(100), Duration.ofSeconds(60)));
        assertThat(cache.conduct().stop()).isEqualTo(new StopRule(StopRule.Signal.INT, Duration.ofSeconds(3)));
        assertThat(cache.conduct().restart()).isEqualTo(RestartPolicy.NEVER);
        var web = shop.services().get(1);
        assertThat(web.conduct().dependsOn()).isEqualTo(Map.of("cache", Condition.READY));
        assertThat(web.conduct().ready().map(Readiness::probe)).contains(new Readiness.Http(80, "/"));
        assertThat(web.publish()).containsExactly(new PublishedPort(8080, 80));
        assertThat(web.program().workingDirectory())
                .contains(directory.resolve("sub").toString());
    }

    @Test
    void variablesAreReplacedForEachReplica() throws IOException {
        Files.writeString(directory.resolve("b.txt"), "from a file, replica ${BOXER_REPLICA}");

        List<NodeSpec> nodes = Expansion.nodes(read(SHOP), Map.of(), Path.of("/state"));

        assertThat(nodes.stream().map(NodeSpec::name)).containsExactly("cache", "web-1", "web-2");
        var second = nodes.get(2).program();
        assertThat(second.command()).containsExactly("/bin/sh", "-c", "exec ./serve web-2 $PORT");
        assertThat(second.environment()).isEqualTo(Map.of("ID", "2", "DEBUG", "true", "PORT", "80"));
        assertThat(second.files())
                .isEqualTo(Map.of("conf/a.txt", "I am web in /state/web-2", "conf/b.txt", "from a file, replica 2"));
    }

    @Test
    void scalingNeverRenamesANode() throws IOException {
        Application one = read("name: a\nservices: {web: {command: x}}\n");
        Application two = read("name: a\nservices: {web: {command: x, replicas: 2}}\n");

        assertThat(names(one, 3)).containsExactly("web", "web-2", "web-3");
        assertThat(names(two, 1)).containsExactly("web-1");
        assertThat(names(two, 0)).isEmpty();
    }

    private static List<String> names(Application application, int replicas) {
        return Expansion.nodes(application, Map.of("web", replicas), Path.of("/")).stream()
                .map(NodeSpec::name)
                .toList();
    }

    @Test
    void theJsonOfAFileIsTheSameApplication() throws IOException {
        Files.writeString(directory.resolve("b.txt"), "x");

        ApplicationFile file = ApplicationFile.read(yaml(SHOP));

        assertThat(ApplicationFile.parse(file.json())).isEqualTo(file.application());
    }

    @Test
    void anUnknownKeyIsRefusedWithItsPlaceAndTheNearestOne() throws IOException {
        refuses("""
                name: a
                services:
                  web:
                    command: x
                    replica: 2
                """, "@:5:5: services.web.replica is no key here; did you mean 'replicas'?");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() throws IOException {
        refuses(
                """
                name: a
                services:
                  web:
                    command: x
                    replicas: two
                    restart: alway
                    stop_grace: 5
                    publish: [80]
                """,
                "@:5:15: services.web.replicas: \"two\" is not a whole number",
                "@:6:14: services.web.restart: \"alway\" is not one of never, on-failure, always; did you mean always?",
                "@:7:17: services.web.stop_grace: 5 is not a text (in quotes, where it looks like a number)",
                "@:8:15: services.web.publish.0: 80 is not a text (in quotes, where it looks like a number)");
    }

    @Test
    void namesTimesAndMissingKeysAreRefusedInWords() throws IOException {
        refuses(
                "name: a\nservices: {We_b: {command: x}}\n",
                "@:2:12: services.We_b: 'We_b' is not a name: 1 to 59 of a-z, 0-9 and -, the first not a dash");
        refuses("name: a\nservices: {web: {}}\n", "@:2:12: services.web lacks the key 'command'");
        refuses(
                "name: a\nservices: {web: {command: x, stop_grace: 5 min}}\n",
                "@:2:42: services.web.stop_grace: \"5 min\" is not a time: a whole number with ms, s, m or h, such as 5s");
        refuses(
                "name: a\nservices: {web: {command: x, environment: {a-b: c}}}\n",
                "@:2:44: services.web.environment.a-b: 'a-b' is not the name of a variable: letters, digits and _, the"
                        + " first no digit");
    }

    @Test
    void aServiceThatIsNotThereIsRefused() throws IOException {
        refuses(
                "name: a\nservices: {cache: {command: x}, web: {command: x, depends_on: {cach: ready}}}\n",
                "@:2:64: services.web.depends_on.cach is no service of this file; did you mean 'cache'?");
    }

    @Test
    void servicesThatWaitForEachOtherAreRefused() throws IOException {
        refuses(
                """
                name: a
                services:
                  x: {command: x, depends_on: {y: ready}}
                  y: {command: x, depends_on: {x: started}}
                  z: {command: x}
                """,
                "@:3:19: services.x.depends_on: services wait for each other in a circle (x, y); none of them could"
                        + " start");
    }

    @Test
    void twoNodesOfOneNameAreRefused() throws IOException {
        refuses(
                "name: a\nservices: {web-1: {command: x}, web: {command: x, replicas: 2}}\n",
                "@:2:33: services.web: a node of 'web-1' has the name 'web-1' already; rename one");
    }

    @Test
    void aPortPublishedTwiceIsRefused() throws IOException {
        refuses(
                "name: a\nservices: {x: {command: x, publish: ['80:1']}, y: {command: y, publish: ['80:1']}}\n",
                "@:2:74: services.y.publish.0: port 80 of this machine is published twice; choose another");
    }

    @Test
    void readinessIsFoundOutInOneWay() throws IOException {
        refuses(
                "name: a\nservices: {x: {command: x, ready: {every: 1s}}}\n",
                "@:2:28: services.x.ready needs one of tcp, http and exec, and has 0");
    }

    @Test
    void aFileOutsideOfTheNodesDirectoryIsRefused() throws IOException {
        refuses(
                "name: a\nservices: {x: {command: x, files: {a/../../b: c}}}\n",
                "@:2:36: services.x.files.a/../../b leaves the node's directory; write a path below it");
    }

    @Test
    void aSourceThatIsNotThereIsRefused() throws IOException {
        refuses(
                "name: a\nservices: {x: {command: x, files: {a: {source: gone}}}}\n",
                "@:2:48: services.x.files.a.source: " + directory.resolve("gone") + " is not there");
    }

    @Test
    void anUnknownVariableIsRefused() throws IOException {
        refuses(
                "name: a\nservices: {x: {command: 'x ${BOXER_REPLICAS} ${HOME}'}}\n",
                "${BOXER_REPLICAS} is no variable of ours; did you mean ${BOXER_REPLICA}?");
    }

    @Test
    void aKeyGivenTwiceIsRefused() throws IOException {
        refuses("name: a\nname: b\nservices: {}\n", "@:2:1: name is here a second time; remove one of the two");
    }

    @Test
    void whatIsNoYamlIsRefusedWithItsPlace() throws IOException {
        refuses("name: [a\n", "@:2:1 is no YAML: expected ',' or ']', but got <stream end>");
    }

    @Test
    void anAliasThatContainsItselfIsRefused() throws IOException {
        Path file = yaml("name: a\nservices: &s\n  x: *s\n");
        assertThatThrownBy(() -> ApplicationFile.read(file)).hasMessageContaining("has too much in it");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path none = directory.resolve("none.yaml");
        assertThatThrownBy(() -> ApplicationFile.read(none))
                .hasMessage(none + " is not there; boxer up FILE reads another");
    }

    @Test
    void withoutAProbeANodeIsReadyByItself() throws IOException {
        assertThat(read("name: a\nservices: {x: {command: x}}\n")
                        .services()
                        .get(0)
                        .conduct()
                        .ready())
                .isEqualTo(Optional.empty());
    }
}
