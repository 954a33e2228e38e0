// SPDX-License-Identifier: Apache-2.0
package io.boxer.cluster.layout;

import io.boxer.common.HostPort;
import io.boxer.common.process.JavaProgram;
import io.boxer.common.process.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of a cluster's daemons. Immutable.
 *
 * @param directory of the cluster's data
 * @param keyFile of the cluster's key
 */
public record DaemonCommands(
        JavaProgram program, RunId run, ClusterLayout layout, MemoryPlan memory, Path directory, Path keyFile) {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    /**
     * The namenode, at addresses that it keeps over a restart.
     *
     * @param listen with a port
     * @param admin with a port
     */
    public List<String> namenode(HostPort listen, HostPort admin) {
        List<String> words = words("namenode");
        words.addAll(List.of("--listen", listen.toString(), "--admin", admin.toString()));
        words.addAll(List.of("--data", directory.resolve("namenode").toString()));
        words.addAll(List.of("--block-size", layout.blockSize().toString()));
        layout.exitWith().ifPresent(pid -> words.addAll(List.of("--exit-with", Long.toString(pid))));
        return program.command(run, memory.namenodeFlags(), words);
    }

    /** A datanode of the floor. */
    public List<String> stable(int number, HostPort namenode) {
        String name = "stable-" + number;
        List<String> words = datanode(name, "stable", namenode);
        if (layout.spill().toBytes() > 0) {
            words.addAll(List.of("--spill", directory.resolve("spill-" + name).toString()));
            words.addAll(List.of("--spill-size", layout.spill().toString()));
        }
        layout.exitWith().ifPresent(pid -> words.addAll(List.of("--exit-with", Long.toString(pid))));
        return program.command(run, memory.datanodeFlags(), words);
    }

    /** The market; behind {@code --} the words with which it starts an instance. */
    public List<String> market(HostPort namenode) {
        List<String> words = words("market");
        words.addAll(List.of("--admin", ANY.toString(), "--logs", logs().toString()));
        layout.exitWith().ifPresent(pid -> words.addAll(List.of("--exit-with", Long.toString(pid))));
        words.add("--");
        List<String> instance = datanode("{name}", "{pool}", namenode);
        instance.addAll(List.of("--exit-with", "{market-pid}"));
        words.addAll(program.command(run, memory.datanodeFlags(), instance));
        return program.command(run, memory.spotFlags(), words);
    }

    public List<String> spotManager(HostPort namenodeAdmin, HostPort marketAdmin) {
        List<String> words = words("spot-manager");
        words.addAll(List.of("--admin", ANY.toString()));
        words.addAll(List.of("--namenode-admin", namenodeAdmin.toString()));
        words.addAll(List.of("--market", marketAdmin.toString()));
        words.addAll(List.of("--node-capacity", layout.memory().toString()));
        words.addAll(List.of("--pools", String.join(",", layout.pools())));
        words.addAll(List.of("--min-nodes", Integer.toString(layout.fewestSpotNodes())));
        words.addAll(List.of("--max-nodes", Integer.toString(layout.mostSpotNodes())));
        // the market's endpoints are on this machine and nobody is throttled: notices are heard at once
        words.addAll(List.of("--poll-min", "200ms", "--poll-max", "500ms", "--poll-fast", "200ms"));
        layout.exitWith().ifPresent(pid -> words.addAll(List.of("--exit-with", Long.toString(pid))));
        return program.command(run, memory.spotFlags(), words);
    }

    /** Where each daemon's two output files go. */
    public Path logs() {
        return directory.resolve("logs");
    }

    private List<String> datanode(String name, String pool, HostPort namenode) {
        List<String> words = words("datanode");
        words.addAll(List.of("--namenode", namenode.toString(), "--name", name, "--pool", pool));
        words.addAll(List.of("--listen", ANY.toString(), "--admin", ANY.toString()));
        words.addAll(List.of("--memory", layout.memory().toString()));
        words.addAll(List.of("--drain-deadline", layout.drainDeadline().toSeconds() + "s"));
        return words;
    }

    private List<String> words(String daemon) {
        return new ArrayList<>(List.of(daemon, "--key-file", keyFile.toString()));
    }
}
