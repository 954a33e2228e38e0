// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.ShuffleSettings;
import io.boxer.spark.driver.RegisteredOutput.LostOutput;
import io.boxer.spark.metrics.DriverMetrics;
import io.boxer.spark.store.ContainerStore;
import io.boxer.spark.store.LostBytes;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's shuffles as its driver sees them: what may be written, what was lost, what is removed.
 *
 * <p>Thread-safe: losses are handled one at a time.
 */
public final class DriverShuffle {
    private static final Logger LOG = LoggerFactory.getLogger(DriverShuffle.class);
    /** Time for a caller that uses the same data again, and for the news of its job to arrive. */
    private static final Duration RELEASE_DELAY = Duration.ofSeconds(2);

    private final ContainerStore store;
    private final String directory;
    private final ShuffleSettings settings;
    private final MapOutputs outputs;
    private final DriverTimer timer;
    private final ActiveShuffles active = new ActiveShuffles();
    private final DriverMetrics metrics = new DriverMetrics();
    private boolean ended;

    DriverShuffle(
            ContainerStore store, String directory, ShuffleSettings settings, MapOutputs outputs, DriverTimer timer) {
        this.store = store;
        this.timer = timer;
        this.directory = directory;
        this.settings = settings;
        this.outputs = outputs;
    }

    /** Makes the application's directory, under a lease from the start. */
    void open() throws IOException {
        store.createDirectory(settings.root());
        store.createDirectory(directory);
        store.leaseDirectory(directory, settings.lease());
    }

    /** Answers an executor. */
    String answer(DriverQuestion question) {
        if (question instanceof DriverQuestion.Open open) {
            return openShuffle(open.shuffleId()) ? DriverQuestion.YES : DriverQuestion.NO;
        }
        if (question instanceof DriverQuestion.Gone gone) {
            return handleGone(gone);
        }
        if (question instanceof DriverQuestion.Lost) {
            return handleLosses();
        }
        if (question instanceof DriverQuestion.Counted counted) {
            metrics.take(counted.report());
            return DriverQuestion.YES;
        }
        throw new AssertionError("DriverQuestion is sealed: " + question);
    }

    /** Only a shuffle that Spark knows may be written: of one that was removed nobody reads. */
    private synchronized boolean openShuffle(int shuffleId) {
        if (ended || !outputs.contains(shuffleId)) {
            return false;
        }
        try {
            createDirectory(shuffleId);
            return true;
        } catch (IOException e) {
            throw new IllegalStateException("no directory for shuffle " + shuffleId + ": " + e.getMessage(), e);
        }
    }

    private void createDirectory(int shuffleId) throws IOException {
        try {
            store.createDirectory(directory + "/" + shuffleId);
        } catch (FileNotFoundException lapsed) {
            renewLease();
            store.createDirectory(directory + "/" + shuffleId);
        }
    }

    /**
     * Unregisters every output of the application that lost a byte, so that one more attempt of a stage computes all of
     * them again.
     *
     * @return in words, which ones and why
     */
    synchronized String handleLosses() {
        List<LostOutput> lost;
        try {
            List<LostBytes> losses = store.lost(directory);
            lost = losses.isEmpty() ? List.of() : RegisteredOutput.lost(outputs.registered(), losses);
        } catch (IOException e) {
            return "the store did not say what else was lost: " + e.getMessage();
        }
        if (lost.isEmpty()) {
            return "all that was lost had been unregistered before";
        }
        outputs.unregister(lost.stream().map(LostOutput::output).toList());
        String summary = summary(lost);
        LOG.warn("{}", summary);
        return summary;
    }

    /** Whatever removed one container may have removed others: all of the shuffle's are looked up. */
    private synchronized String handleGone(DriverQuestion.Gone gone) {
        Map<String, Boolean> there = new HashMap<>();
        List<RegisteredOutput> lost = outputs.registered(gone.shuffleId()).stream()
                .filter(output -> output.location().hasBytes())
                .filter(output -> output.location().containerId() == gone.containerId()
                        || !there.computeIfAbsent(
                                directory + "/" + gone.shuffleId() + "/"
                                        + output.location().container(),
                                this::exists))
                .toList();
        outputs.unregister(lost);
        return lost.size() + " map outputs of shuffle " + gone.shuffleId() + " went with it and are computed again";
    }

    private boolean exists(String path) {
        try {
            store.open(path).close();
            return true;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            // unknown is not gone: who reads it will say
            return true;
        }
    }

    private static String summary(List<LostOutput> lost) {
        TreeMap<Integer, List<Integer>> maps = lost.stream()
                .collect(Collectors.groupingBy(
                        each -> each.output().shuffleId(),
                        TreeMap::new,
                        Collectors.mapping(each -> each.output().mapIndex(), Collectors.toList())));
        String which = maps.entrySet().stream()
                .map(entry -> "shuffle " + entry.getKey() + " maps " + entry.getValue())
                .collect(Collectors.joining(", "));
        String causes = String.join(
                "; ", new TreeSet<>(lost.stream().map(LostOutput::cause).toList()));
        return lost.size() + " map outputs are computed again (" + which + "), lost because: " + causes;
    }

    /** If the lease ran out meanwhile, as while the driver was stopped, all data is gone: everything is unregistered. */
    synchronized void renewLease() {
        if (ended) {
            return;
        }
        try {
            store.leaseDirectory(directory, settings.lease());
        } catch (FileNotFoundException lapsed) {
            List<RegisteredOutput> gone = outputs.registered().stream()
                    .filter(output -> output.location().hasBytes())
                    .toList();
            LOG.warn(
                    "directory={} was removed, most likely since its lease of {} s ran out; {} map outputs are computed"
                            + " again",
                    directory,
                    settings.lease().toSeconds(),
                    gone.size());
            outputs.unregister(gone);
            openAgain();
        } catch (IOException e) {
            LOG.warn("directory={} lease not renewed: {}", directory, e.toString());
        }
    }

    private void openAgain() {
        try {
            open();
        } catch (IOException e) {
            LOG.warn("directory={} not made again: {}", directory, e.toString());
        }
    }

    /** Removes the bytes and the registrations of a shuffle that may yet be used again, and then is computed again. */
    public void release(int shuffleId) {
        delete(directory + "/" + shuffleId);
        outputs.unregisterAll(shuffleId);
    }

    /** Releases the shuffles of a query that ended, as soon as no job uses them. */
    void queryEnded(Set<Integer> shuffleIds) {
        if (!shuffleIds.isEmpty()) {
            timer.after(RELEASE_DELAY, () -> shuffleIds.forEach(this::releaseWhenIdle));
        }
    }

    private void releaseWhenIdle(int shuffleId) {
        if (active.contains(shuffleId)) {
            timer.after(RELEASE_DELAY, () -> releaseWhenIdle(shuffleId));
        } else {
            release(shuffleId);
        }
    }

    /** Removes a path, or says in the log why it stays. */
    void delete(String path) {
        try {
            store.delete(path);
            LOG.debug("path={} removed", path);
        } catch (IOException | RuntimeException e) {
            LOG.warn("path={} not removed: {}; it goes with the application's lease", path, e.toString());
        }
    }

    /** Removes all that the application wrote; nothing can be written after it. */
    synchronized void end() {
        ended = true;
        delete(directory);
    }

    DriverMetrics metrics() {
        return metrics;
    }

    ActiveShuffles active() {
        return active;
    }

    String directory() {
        return directory;
    }
}
