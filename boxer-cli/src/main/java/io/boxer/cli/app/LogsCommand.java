// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.common.BoxerException;
import io.boxer.common.Nearest;
import io.boxer.compose.app.AppDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boxer logs}. Reads the files, so it works when the application is down too. Confined to the main thread. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description =
                "Print what the nodes of an application have printed, node by node; with -f also what they print from"
                        + " now on, until Ctrl-C. Works when it is down, too.")
public final class LogsCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_NANOS = 100_000_000;
    private static final String SUFFIX = ".log";

    @Mixin
    private AppTarget target = new AppTarget();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until Ctrl-C.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "So many lines of each. Default: ${DEFAULT-VALUE}.")
    private int tail = 100;

    @Option(names = "--daemon", description = "The log of the daemon instead: what it did with the nodes, and why.")
    private boolean daemon;

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Services or nodes. Default: all.")
    private List<String> services = List.of();

    @Override
    public Integer call() {
        AppDirectory directory = target.directory();
        PrintWriter out = target.console(false).out();
        Map<String, LogFile> open = new LinkedHashMap<>();
        if (daemon) {
            new LogFile(directory.daemonLog()).tail(tail).forEach(out::println);
            out.flush();
            return 0;
        }
        refuseUnknown(nodes(directory));
        do {
            for (String node : nodes(directory)) {
                if (isAsked(node)) {
                    boolean known = open.containsKey(node);
                    LogFile log = open.computeIfAbsent(node, name -> new LogFile(directory.log(name)));
                    List<String> lines = known ? log.news() : log.tail(tail);
                    lines.forEach(line -> out.println(node + " | " + line));
                }
            }
            out.flush();
            if (follow) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        } while (follow && !out.checkError());
        return 0;
    }

    private boolean isAsked(String node) {
        return services.isEmpty()
                || services.stream().anyMatch(name -> name.equals(node) || node.matches("\\Q" + name + "\\E-\\d+"));
    }

    private void refuseUnknown(List<String> nodes) {
        for (String name : services) {
            boolean known =
                    nodes.stream().anyMatch(node -> name.equals(node) || node.matches("\\Q" + name + "\\E-\\d+"));
            BoxerException.require(
                    known,
                    "there is no log of '%s'%s",
                    name,
                    Nearest.of(name, nodes)
                            .map("; did you mean '%s'?"::formatted)
                            .orElseGet(() -> "; there are " + String.join(", ", nodes)));
        }
    }

    private static List<String> nodes(AppDirectory directory) {
        try (Stream<java.nio.file.Path> files = Files.list(directory.logs())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException none) {
            throw new BoxerException(
                    io.boxer.common.ErrorCode.USER,
                    "application '%s' has no logs; boxer up starts it".formatted(directory.name()),
                    none);
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
