// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.admin.Json;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host of a lab on which {@link MatrixPeer} runs as a node of the overlay. Confined to the thread that tests the lab. */
final class MatrixNode implements AutoCloseable {
    private static final int END_SECONDS = 5;

    /**
     * How nodes are started. Immutable.
     *
     * @param init boxer-init, with libboxer-shim.so beside it
     * @param program has the commands {@code supervisor} and {@code lab peer}
     * @param supervisorFlags of the supervisor's JVM
     * @param keyFile of the overlay
     * @param logs directory for what they say
     */
    record Start(Path init, JavaProgram program, List<String> supervisorFlags, Path keyFile, Path logs) {
        private static final List<String> PEER_FLAGS =
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m", "-Xss512k", "-Xshare:auto");

        List<String> words(Lab lab, LabHost host) {
            List<String> supervisor =
                    new ArrayList<>(List.of(init.toString(), program.java().toString()));
            supervisor.addAll(supervisorFlags);
            supervisor.addAll(List.of("-cp", program.classPath(), program.mainClass(), "supervisor"));
            supervisor.addAll(List.of("--quiet", "--name", nodeName(host), "--key-file", keyFile.toString()));
            supervisor.addAll(List.of("--coordinator", LabDaemons.COORDINATOR.toString()));
            List<String> peer = new ArrayList<>(List.of(program.java().toString()));
            peer.addAll(PEER_FLAGS);
            peer.addAll(List.of("-cp", program.classPath(), program.mainClass(), "lab", "peer"));
            List<String> words = new ArrayList<>(lab.onHost(host.name()));
            // boxer-init takes the place of this shell, so $$ is its number
            String line = "exec %s --exit-with $$ -- %s".formatted(Shell.quote(supervisor), Shell.quote(peer));
            words.addAll(List.of("/bin/sh", "-c", line));
            return words;
        }
    }

    private final LabHost host;
    private final Process process;
    private final BufferedReader answers;
    private final Path log;

    private MatrixNode(LabHost host, Process process, Path log) {
        this.host = host;
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.log = log;
    }

    /** The names of a user's own nodes stay free. */
    private static String nodeName(LabHost host) {
        return "test-" + host.name();
    }

    /** Starts it and returns at once. */
    static MatrixNode start(Start start, Lab lab, LabHost host) {
        Path log = start.logs().resolve(nodeName(host) + ".log");
        try {
            var process = new ProcessBuilder(start.words(lab, host))
                    .redirectError(log.toFile())
                    .start();
            return new MatrixNode(host, process, log);
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER, "%s cannot be started: %s".formatted(host.name(), cannot.getMessage()), cannot);
        }
    }

    void awaitServing() {
        String said = line();
        BoxerException.require(
                said.equals(MatrixPeer.SERVING), "host %s said '%s' instead of being ready", host.name(), said);
    }

    MatrixAnswer connect(MatrixNode other, int times) {
        try {
            process.getOutputStream().write((nodeName(other.host) + " " + times + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
            return Json.mapper().readValue(line(), MatrixAnswer.class);
        } catch (IOException broken) {
            throw ended(broken.toString());
        }
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw ended("it ended");
            }
            return line;
        } catch (IOException broken) {
            throw ended(broken.toString());
        }
    }

    private BoxerException ended(String why) {
        String said;
        try {
            List<String> lines = Files.readAllLines(log);
            said = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        } catch (IOException none) {
            said = "it said nothing";
        }
        return BoxerException.peer("the test's node on host %s: %s; %s%n  its log: %s", host.name(), why, said, log);
    }

    /** Its program ends at the end of its input. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (IOException gone) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
