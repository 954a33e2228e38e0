// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.spark;

import io.boxer.common.DataSize;
import io.boxer.common.process.DaemonProcess;
import io.boxer.common.process.Ending;
import io.boxer.common.process.ProcessId;
import io.boxer.common.process.RunId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A standalone master and two workers of one core each. The workers are on 127.0.0.2 and 127.0.0.3, which are two hosts
 * to Spark. Thread-safe: {@link #close} may be called while {@link #start} goes on.
 */
public final class SparkCluster implements AutoCloseable {
    static final int WORKERS = 2;
    private static final String MASTER_HOST = "127.0.0.1";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern MASTER_UP = Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");
    private static final Pattern WORKER_UP = Pattern.compile("Successfully registered with master");

    private final SparkPlaces places;
    private final SparkMemory memory;
    private final RunId run;
    private final List<ProcessId> processes = new CopyOnWriteArrayList<>();
    private String master = "";
    private boolean closed;

    public SparkCluster(SparkPlaces places, SparkMemory memory, RunId run) {
        this.places = places;
        this.memory = memory;
        this.run = run;
    }

    /**
     * Returns when both workers are registered.
     *
     * @return the master's URL
     */
    public String start() {
        DaemonProcess masterProcess = startOne(
                "spark-master",
                command("master.Master", List.of("--host", MASTER_HOST, "--port", "0", "--webui-port", "0")));
        master = masterProcess.awaitLog(MASTER_UP, LIMIT).group(1);
        List<DaemonProcess> workers = new ArrayList<>();
        for (int i = 1; i <= WORKERS; i++) {
            workers.add(startOne("spark-worker-" + i, worker(i)));
        }
        workers.forEach(worker -> worker.awaitLog(WORKER_UP, LIMIT));
        return master;
    }

    /**
     * Runs {@code spark-submit} in client mode; the driver is that process.
     *
     * @param arguments those of spark-submit
     * @param driverHeap heap of the driver
     */
    public DaemonProcess submit(List<String> arguments, DataSize driverHeap) {
        List<String> command = java(driverHeap);
        command.add("org.apache.spark.deploy.SparkSubmit");
        command.addAll(arguments);
        return startOne("spark-driver", command);
    }

    private List<String> worker(int number) {
        return command(
                "worker.Worker",
                List.of(
                        "--host",
                        "127.0.0." + (number + 1),
                        "--port",
                        "0",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        (memory.executor().toBytes() >> 20) + "m",
                        "--work-dir",
                        places.work().resolve("worker-" + number).toString(),
                        master));
    }

    private List<String> command(String mainClass, List<String> arguments) {
        List<String> command = java(memory.daemon());
        command.add("org.apache.spark.deploy." + mainClass);
        command.addAll(arguments);
        return command;
    }

    /** A JVM of Spark's up to its main class, which ends with this program. */
    List<String> java(DataSize heap) {
        List<String> words = new ArrayList<>(List.of("setsid", places.java().toString(), SparkMemory.flag(heap)));
        words.addAll(List.of("-XX:+UseSerialGC", run.jvmFlag(), "-Djava.io.tmpdir=" + places.work()));
        words.addAll(places.home().moduleOptions());
        String ours = places.ourJars().stream().map(Object::toString).collect(Collectors.joining(":"));
        words.addAll(List.of("-cp", places.home().classPath() + ":" + ours));
        words.add(EndsWithParent.class.getName());
        words.add(Long.toString(ProcessHandle.current().pid()));
        return words;
    }

    /** What every process of Spark finds in its environment. */
    Map<String, String> environment() {
        return Map.of(
                "SPARK_HOME", places.home().directory().toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", MASTER_HOST,
                "SPARK_LOCAL_DIRS", places.work().toString(),
                "SPARK_CONF_DIR", places.work().toString());
    }

    private synchronized DaemonProcess startOne(String name, List<String> command) {
        if (closed) {
            throw new IllegalStateException("the Spark cluster is closed");
        }
        try {
            Files.createDirectories(places.work());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DaemonProcess process = DaemonProcess.start(name, command, environment(), places.logs());
        ProcessId.of(process.process().pid()).ifPresent(processes::add);
        return process;
    }

    /** Workers first: they end their executors. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        List<ProcessId> all = new ArrayList<>(processes);
        java.util.Collections.reverse(all);
        Ending.end(all, Duration.ofSeconds(10));
    }
}
