// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import io.boxer.common.HostPort;
import io.boxer.common.Setting;
import io.boxer.shim.FrontEnd;
import io.boxer.shim.GuestVariable;
import io.boxer.shim.ProxyWay;
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
    private static final String GUEST_FILE = "--guest-file";

    /** What boxer-init waits for. */
    private record GuestLine(FrontEnd frontEnd, GuestVariable variable, boolean quiet, List<ProxyWay> ways)
            implements Daemon.Serving {
        @Override
        public String line() {
            return frontEnd.guestLine(variable, quiet, ways);
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
        spec.addOption(OptionSpec.builder(ProxyOptions.FORWARD)
                .paramLabel(ProxyOptions.FORWARD_FORM)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(ProxyOptions.FORWARD_MEANING)
                .build());
        spec.addOption(OptionSpec.builder(ProxyOptions.SERVE)
                .paramLabel(ProxyOptions.SERVE_FORM)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(ProxyOptions.SERVE_MEANING)
                .build());
        spec.addOption(OptionSpec.builder(GUEST_FILE)
                .paramLabel("FILE")
                .type(String.class)
                .description("Write what makes a program this node's guest there too, for the owner only.")
                .build());
    }

    @Override
    public Daemon.Serving start(Daemon daemon, DaemonArguments arguments) {
        var settings = SupervisorSettings.from(arguments.settings());
        var frontEnd = arguments.settings().get(FrontEnd.SETTING);
        var ways = ProxyOptions.ways(arguments, frontEnd);
        boolean quiet = arguments.parsed().hasMatchedOption(QUIET);
        var key = arguments.keyFile().key();
        Supplier<HostPort> finder = settings.coordinator()
                .<Supplier<HostPort>>map(address -> () -> address)
                .orElseGet(() -> () -> new LocalCoordinator(
                                settings.overlay(), arguments.keyFile().path())
                        .find()
                        .listen());
        var server = daemon.closer().closing("supervisor", SupervisorServer.start(settings, key, finder));
        if (!quiet) {
            System.err.printf(
                    "boxer: node %s, %s, overlay %s%n",
                    server.guest().name(), server.guest().address(), settings.overlay());
        }
        arguments
                .option(GUEST_FILE)
                .ifPresent(
                        file -> daemon.closer().closing("guest file", GuestFile.write(Path.of(file), server.guest())));
        return new GuestLine(frontEnd, server.guest(), quiet, ways);
    }
}
