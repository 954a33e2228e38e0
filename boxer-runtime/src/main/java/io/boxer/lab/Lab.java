// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.process.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lab in network namespaces of this machine. It has no process of its own, so it stays until {@link #close}, whoever made it
 * having ended long ago.
 *
 * <p>Thread-safe: it keeps nothing.
 */
public record Lab(LabPlan plan, LabTools tools, Ground ground) implements AutoCloseable {
    /** In the environment of all that runs in a lab: its prefix. */
    public static final String MARK = "BOXER_LAB";

    /** The name of the host that all reach. */
    public static final String PUBLIC_HOST = "public";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Makes the namespaces, links and rules.
     *
     * @throws BoxerException USER with what the program said that failed; nothing is left then, nor of the ground
     */
    public static Lab build(LabPlan plan, LabTools tools, Ground ground) {
        var lab = new Lab(plan, tools, ground);
        try {
            plan.steps().forEach(lab::run);
        } catch (RuntimeException cannot) {
            lab.close();
            throw cannot;
        }
        return lab;
    }

    /**
     * The words that run a command on a host; they become that command, so signals, streams and exit code are its own. They end
     * with {@code env NAME=VALUE}, so more variables may stand before the command.
     *
     * @param name of a function, or {@value #PUBLIC_HOST}
     * @throws BoxerException USER if the lab has no such host
     */
    public List<String> onHost(String name) {
        return name.equals(PUBLIC_HOST) ? onPublicHost() : in(plan.host(name).namespace());
    }

    /** The words that run a command on the host that all reach, {@value LabPlan#PUBLIC_ADDRESS}. */
    public List<String> onPublicHost() {
        return in(plan.publicNamespace());
    }

    private List<String> in(String namespace) {
        return Stream.of(
                        ground.entrance(),
                        tools.ip("netns", "exec", namespace),
                        List.of("env", MARK + "=" + plan.prefix()))
                .flatMap(List::stream)
                .toList();
    }

    private void run(LabStep step) {
        List<String> words = Stream.concat(ground.entrance().stream(), step.words(tools).stream())
                .toList();
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            try (var input = process.getOutputStream()) {
                input.write(step.input().getBytes(UTF_8));
            } catch (IOException ended) {
                // what it said tells why
            }
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw BoxerException.user("'%s' failed: %s", String.join(" ", words), said.strip());
            }
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER, "%s cannot be run: %s".formatted(words.get(0), cannot.getMessage()), cannot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BoxerException.user("interrupted while the lab was being made");
        }
    }

    /** Ends what runs in the lab and removes it, whole or not. Harmless twice. */
    @Override
    public void close() {
        Ending.end(new LabProcesses(this).all(), PATIENCE);
        List<String> present = plan.namespaces().stream()
                .filter(namespace -> Files.exists(ground.names().resolve(namespace)))
                .toList();
        if (!present.isEmpty()) {
            run(plan.removal(present));
        }
        ground.remove();
    }
}
