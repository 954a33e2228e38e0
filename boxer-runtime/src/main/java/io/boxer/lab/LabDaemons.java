// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.HostPort;
import io.boxer.common.process.DaemonProcess;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.ProcessId;
import io.boxer.common.process.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Relay and coordinator of an overlay, on the public host of a lab. Immutable.
 *
 * @param program has the commands {@code relay} and {@code coordinator}
 * @param keyFile of the overlay
 * @param logs directory of their logs
 */
public record LabDaemons(JavaProgram program, Path keyFile, Path logs) {
    /** Where all nodes of the lab find the coordinator. */
    public static final HostPort COORDINATOR = new HostPort(LabPlan.PUBLIC_ADDRESS, 7700);

    public static final HostPort RELAY = new HostPort(LabPlan.PUBLIC_ADDRESS, 7710);

    /** Seen on the public host only. */
    static final HostPort RELAY_ADMIN = new HostPort("127.0.0.1", 7711);

    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xss512k", "-Xshare:auto");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Starts both and waits until they serve: the relay's process, then the coordinator's. They end with the lab. */
    public List<ProcessId> start(Lab lab) {
        var relay = start(lab, "relay", "--listen", RELAY.toString(), "--admin", RELAY_ADMIN.toString());
        var coordinator = start(
                lab,
                "coordinator",
                "--listen",
                COORDINATOR.toString(),
                "--relay",
                RELAY.toString(),
                "--recovery",
                "0s");
        relay.awaitReady(LIMIT);
        coordinator.awaitReady(LIMIT);
        return List.of(relay.id(), coordinator.id());
    }

    private DaemonProcess start(Lab lab, String name, String... options) {
        List<String> arguments = new ArrayList<>(List.of(name, "--key-file", keyFile.toString()));
        arguments.addAll(List.of(options));
        List<String> words = new ArrayList<>(lab.onPublicHost());
        words.addAll(program.command(RunId.random(), FLAGS, arguments));
        return DaemonProcess.start(name, words, Map.of("BOXER_DAEMON", name, "BOXER_NODE", ""), logs);
    }
}
