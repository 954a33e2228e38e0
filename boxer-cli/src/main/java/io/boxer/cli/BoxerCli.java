// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.cli.app.DownCommand;
import io.boxer.cli.app.ExecCommand;
import io.boxer.cli.app.LogsCommand;
import io.boxer.cli.app.PsCommand;
import io.boxer.cli.app.ScaleCommand;
import io.boxer.cli.app.TopCommand;
import io.boxer.cli.app.UpCommand;
import io.boxer.cli.bench.BenchCommand;
import io.boxer.cli.bench.SoakCommand;
import io.boxer.cli.daemon.Daemons;
import io.boxer.cli.lab.LabCommand;
import io.boxer.cli.overlay.CompatCommand;
import io.boxer.cli.overlay.NetCommand;
import io.boxer.cli.overlay.RunCommand;
import io.boxer.cli.spot.SpotCommand;
import io.boxer.cli.store.StoreCommand;
import io.boxer.cli.tpcds.TpcdsCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The composition root: parses the command line and runs the command that it names. Confined to the main thread. */
@Command(
        name = "boxer",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            TpcdsCommand.class,
            StoreCommand.class,
            SpotCommand.class,
            RunCommand.class,
            CompatCommand.class,
            NetCommand.class,
            UpCommand.class,
            PsCommand.class,
            LogsCommand.class,
            ExecCommand.class,
            ScaleCommand.class,
            TopCommand.class,
            DownCommand.class,
            BenchCommand.class,
            SoakCommand.class,
            LabCommand.class
        },
        description = "An ordinary data centre made of resources that live for minutes.",
        footer = {"", "Exit codes: 0 done, 1 it ran and failed, 2 wrong command line or environment, 130 Ctrl-C."})
public final class BoxerCli implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(utf8(System.out), utf8(System.err), args));
    }

    /** The same without ending the process. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine boxer = new CommandLine(new BoxerCli());
        Daemons.addTo(boxer);
        return boxer.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Errors::wrongCommandLine)
                .setExecutionExceptionHandler(Errors::failed)
                .execute(args);
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
