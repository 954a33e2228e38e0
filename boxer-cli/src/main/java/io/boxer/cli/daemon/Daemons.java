// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Daemon;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All daemons as commands. Stateless. */
public final class Daemons {
    private static final Logger LOG = LoggerFactory.getLogger(Daemons.class);
    private static final List<DaemonProgram> ALL = List.of(
            new NamenodeProgram(),
            new DatanodeProgram(),
            new MarketProgram(),
            new SpotManagerProgram(),
            new CoordinatorProgram(),
            new RelayProgram(),
            new SupervisorProgram(),
            new AppProgram());

    private Daemons() {}

    /** Adds each as a command. */
    public static void addTo(CommandLine boxer) {
        ALL.forEach(program -> boxer.addSubcommand(program.name(), command(program)));
    }

    private static CommandSpec command(DaemonProgram program) {
        Run run = new Run(program, CommandSpec.create());
        CommandSpec spec = CommandSpec.wrapWithoutInspection(run);
        run.spec = spec;
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage().description(program.description()).sortOptions(false);
        DaemonOptions.addOptions(spec, program.settings());
        program.addOptions(spec);
        return spec;
    }

    /** Runs one until it is stopped. Confined to the main thread. */
    private static final class Run implements Callable<Integer> {
        private final DaemonProgram program;
        private CommandSpec spec;

        private Run(DaemonProgram program, CommandSpec spec) {
            this.program = program;
            this.spec = spec;
        }

        @Override
        public Integer call() {
            CommandLine.ParseResult parsed = spec.commandLine().getParseResult();
            DaemonArguments arguments = new DaemonArguments(
                    DaemonOptions.settings(parsed, program.settings(), System.getenv()),
                    DaemonOptions.keyFile(parsed, System.getenv()),
                    parsed);
            LOG.info("daemon={} Java {}", program.name(), Runtime.version());
            arguments.settings().effective(program.settings()).forEach(line -> LOG.info("setting {}", line));
            Daemon.run(
                    program.name(),
                    System.out,
                    DaemonOptions.exitWith(parsed),
                    daemon -> program.start(daemon, arguments));
            return 0;
        }
    }
}
