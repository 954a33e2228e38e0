// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.HostPort;
import io.boxer.common.Setting;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.local.LocalOverlay;
import io.boxer.shim.GuestVariable;
import io.boxer.supervisor.SupervisorServer;
import io.boxer.supervisor.SupervisorSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code boxer supervisor}, which {@code boxer run} starts beside its program. */
record SupervisorProgram() implements DaemonProgram {
    private static final String QUIET = "--quiet";
    private static final List<String> COORDINATOR_FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-Xss512k");

    /** A coordinator that a node started stays so long for the next one. */
    private static final String LINGER = "2s";

    /** So long it waits for the nodes of one that died: they look for it every two seconds. */
    private static final String RECOVERY = "5s";

    /** What boxer-init waits for. */
    private record GuestLine(GuestVariable variable) implements Daemon.Serving {
        @Override
        public String line() {
            return "guest " + variable.assignment();
        }

        @Override
        public String summary() {
            return variable.toString();
        }
    }

    @Override
    public String name() {
        return "supervisor";
    }

    @Override
    public String description() {
        return "Run a program as a node of an overlay, on this machine or of a coordinator elsewhere:"
                + " boxer supervisor [OPTIONS] -- PROGRAM [ARGUMENT...]. Without a program: print the variable that makes"
                + " one this node's guest, and stay.";
    }

    @Override
    public List<Setting<?>> settings() {
        return SupervisorSettings.ALL;
    }

    @Override
    public void addOptions(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(QUIET)
                .description("Do not print the node's name and address to stderr.")
                .build());
    }

    @Override
    public Daemon.Serving start(Daemon daemon, DaemonArguments arguments) {
        var settings = SupervisorSettings.from(arguments.settings());
        var key = arguments.keyFile().key();
        Supplier<HostPort> finder = settings.coordinator()
                .<Supplier<HostPort>>map(address -> () -> address)
                .orElseGet(() -> local(settings.overlay(), arguments.keyFile().path()));
        var server = daemon.closer().closing("supervisor", SupervisorServer.start(settings, key, finder));
        if (!arguments.parsed().hasMatchedOption(QUIET)) {
            System.err.printf(
                    "boxer: node %s, %s, overlay %s%n",
                    server.guest().name(), server.guest().address(), settings.overlay());
        }
        return new GuestLine(server.guest());
    }

    private static Supplier<HostPort> local(String name, Path keyFile) {
        var overlay = LocalOverlay.of(name, System.getenv());
        var program = JavaProgram.current("io.boxer.cli.BoxerCli");
        return () -> overlay.findOrStart((network, again) ->
                        program.command(RunId.random(), COORDINATOR_FLAGS, words(name, keyFile, network, again)))
                .listen();
    }

    private static List<String> words(String overlay, Path keyFile, OverlayNetwork network, boolean again) {
        return List.of(
                "coordinator",
                "--overlay",
                overlay,
                "--network",
                Integer.toString(network.number()),
                "--key-file",
                keyFile.toString(),
                "--recovery",
                again ? RECOVERY : "0s",
                "--linger",
                LINGER);
    }
}
