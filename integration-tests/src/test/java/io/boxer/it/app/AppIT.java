// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One application, from its up to its down; each test leaves it as it was, but for the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AppIT {
    private static final Boxer BOXER = new Boxer();
    private static final String YAML = """
            name: app-it
            services:
              front:
                command: %1$s
                replicas: 2
                environment: {MOOD: "mood ${BOXER_REPLICA}"}
                files: {note.txt: "note of ${BOXER_NODE_NAME}"}
                depends_on: {store: ready}
                ready: {exec: [bash, -c, "exec 3<>/dev/tcp/localhost/80"]}
                restart: always
                publish: ["0:80"]
              store:
                command: %1$s
                ready: {http: {port: 80}}
              job:
                command: echo the job ran on $(hostname) with '${BOXER_REPLICA}'
                depends_on: {front: started}
            """.formatted(Boxer.greeter(80));

    private static String port = "";

    @BeforeAll
    static void up() {
        BOXER.yaml(YAML);

        Boxer.Result up = BOXER.run("up").succeeded();

        assertThat(up.out()).contains("application 'app-it' is up", "next: boxer logs -f");
        assertThat(up.out().lines().filter(line -> line.contains("ready 10.") || line.contains(" done")))
                .hasSize(4)
                .first()
                .asString()
                .contains("store ready 10.");
        port = BOXER.ps().path("published").path(0).path("address").asText();
    }

    @AfterAll
    static void close() {
        BOXER.close();
    }

    private static String get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    @Order(1)
    void aPublishedPortLeadsToTheNodesInTurn() throws Exception {
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            answers.add(get(port));
        }

        assertThat(answers)
                .containsExactlyInAnyOrder("front-1, mood 1, note of front-1", "front-2, mood 2, note of front-2");
    }

    @Test
    @Order(2)
    void aJobThatEndsWellIsDone() {
        assertThat(BOXER.node("job").path("state").asText()).isEqualTo("ENDED");
        assertThat(BOXER.run("logs", "job").succeeded().out()).isEqualTo("job | the job ran on job with 1\n");
    }

    @Test
    @Order(3)
    void execHasTheNodesNameAddressAndNetwork() {
        String look = "hostname; exec 3<>/dev/tcp/localhost/80 && echo own; exec 3<>/dev/tcp/front-2/80 && echo other;"
                + " tr '\\0' ' ' </proc/$$/cmdline | grep -c '[0-9a-f]\\{32\\}'; exit 7";

        Boxer.Result result = BOXER.run("exec", "front-1", "--", "bash", "-c", look);

        assertThat(result.out()).isEqualTo("front-1\nown\nother\n0\n");
        assertThat(result.code()).isEqualTo(7);
    }

    @Test
    @Order(4)
    void execInANodeThatIsNotThereNamesTheNearest() {
        Boxer.Result result = BOXER.run("exec", "front-3", "--", "true");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("error: there is no node 'front-3'; did you mean 'front-1'?\n");
    }

    @Test
    @Order(5)
    void aProgramThatIsKilledComesAgain() {
        ProcessHandle killed = BOXER.program("front-1");
        killed.destroyForcibly();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var node = BOXER.node("front-1");
            assertThat(node.path("restarts").asInt()).isEqualTo(1);
            assertThat(node.path("exitCode").asInt()).isEqualTo(137);
            assertThat(node.path("state").asText()).isEqualTo("READY");
        });
    }

    @Test
    @Order(6)
    void aBoxerInitThatIsKilledTakesItsNodeAlongWhichComesAgain() {
        long init = BOXER.node("front-2").path("pid").asLong();
        ProcessHandle.of(init).orElseThrow().destroyForcibly();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var node = BOXER.node("front-2");
            assertThat(node.path("pid").asLong()).isNotEqualTo(init);
            assertThat(node.path("state").asText()).isEqualTo("READY");
        });
    }

    @Test
    @Order(7)
    void scaleStartsAndStopsTheHighestNumbers() {
        assertThat(BOXER.run("scale", "front=3").succeeded().out()).contains("starting front-3");
        assertThat(BOXER.node("front-3").path("state").asText()).isEqualTo("READY");

        assertThat(BOXER.run("scale", "front=2").succeeded().out()).contains("stopping front-3");

        await().atMost(Duration.ofSeconds(20)).until(() -> BOXER.node("front-3").isMissingNode());
        assertThat(BOXER.app("app-it").resolve("nodes/front-3")).doesNotExist();
        assertThat(BOXER.run("scale", "frnt=2").err())
                .isEqualTo("error: there is no service 'frnt'; did you mean 'front'?\n");
    }

    @Test
    @Order(8)
    void anotherUpOfTheSameFileChangesNothing() {
        long before = BOXER.node("store").path("pid").asLong();

        assertThat(BOXER.run("up").succeeded().out()).contains("nothing has changed");

        assertThat(BOXER.node("store").path("pid").asLong()).isEqualTo(before);
    }

    @Test
    @Order(9)
    void anotherFileRestartsOnlyWhatHasChanged() throws Exception {
        long store = BOXER.node("store").path("pid").asLong();
        BOXER.yaml(YAML.replace("mood ", "humour "));

        String said = BOXER.run("up").succeeded().out();

        assertThat(said).contains("restarted: front-1, front-2");
        assertThat(get(port)).contains("humour");
        assertThat(BOXER.node("store").path("pid").asLong()).isEqualTo(store);
    }

    @Test
    @Order(10)
    void topShowsWhatTheNodesUse() {
        assertThat(BOXER.run("top").succeeded().out()).containsPattern("store +ready +10\\..* MiB +\\d+ %");
    }

    @Test
    @Order(11)
    void theSecretOfANodeIsForItsOwnerOnly() throws IOException {
        var guest = BOXER.app("app-it").resolve("nodes/store.guest");

        assertThat(Files.getPosixFilePermissions(guest)).hasSize(2);
        assertThat(Files.getPosixFilePermissions(BOXER.app("app-it"))).hasSize(3);
        String secret = Files.readString(guest).strip().replaceAll(".*;", "");
        assertThat(BOXER.processes())
                .allSatisfy(process -> assertThat(Files.readString(
                                java.nio.file.Path.of("/proc", Long.toString(process.pid()), "cmdline")))
                        .doesNotContain(secret));
        assertThat(Files.readString(BOXER.app("app-it").resolve("app.log"))).doesNotContain(secret);
    }

    @Test
    @Order(100)
    void downLeavesNothingButLogs() {
        assertThat(BOXER.run("down").succeeded().out()).startsWith("application 'app-it' is down; its logs stay in ");

        BOXER.assertNothingIsLeft("app-it");
        assertThat(BOXER.run("logs", "store").succeeded().out()).contains("store | up: store, no mood, no note");
        assertThat(BOXER.run("ps").err()).isEqualTo("error: application 'app-it' is not up; boxer up starts it\n");
    }
}
