// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.spot.PreemptionNotice;
import io.boxer.spot.drain.Instance;
import io.boxer.spot.notice.ImdsSource;
import io.boxer.spot.notice.NoticeSource;
import io.boxer.spot.notice.SourceCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One metadata source for each instance that runs, and the sources that are always there. Thread-safe. */
final class Sources implements AutoCloseable {
    private final ImdsSource.Shared shared;
    private Consumer<PreemptionNotice> sink = notice -> {};
    private final Map<String, NoticeSource> standing = new LinkedHashMap<>();
    private final Map<String, NoticeSource> byInstance = new LinkedHashMap<>();
    private SourceCounts ofClosed = SourceCounts.NONE;

    Sources(ImdsSource.Shared shared) {
        this.shared = shared;
    }

    /** Where all notices go; said before any source is added. */
    synchronized void to(Consumer<PreemptionNotice> where) {
        sink = where;
    }

    /** Adds and starts a source that stays until the end. */
    synchronized void add(String name, NoticeSource source) {
        standing.put(name, source);
        source.start(sink);
    }

    /** Instances that are new get a source; the sources of those that ended are closed. */
    synchronized void follow(List<Instance> instances) {
        Set<String> running = instances.stream()
                .filter(instance -> instance.runs() && instance.metadata().isPresent())
                .map(Instance::id)
                .collect(Collectors.toSet());
        for (String ended : List.copyOf(byInstance.keySet())) {
            if (!running.contains(ended)) {
                close(ended);
            }
        }
        instances.stream()
                .filter(instance -> running.contains(instance.id()) && !byInstance.containsKey(instance.id()))
                .forEach(this::open);
    }

    private void open(Instance instance) {
        NoticeSource source =
                new ImdsSource(instance.name(), instance.metadata().orElseThrow(), shared);
        byInstance.put(instance.id(), source);
        source.start(sink);
    }

    private void close(String instanceId) {
        NoticeSource source = byInstance.remove(instanceId);
        if (source != null) {
            source.close();
            ofClosed = ofClosed.plus(source.counts());
        }
    }

    /** By source; all metadata sources, the closed ones too, are one line. */
    synchronized Map<String, SourceCounts> counts() {
        Map<String, SourceCounts> counts = new LinkedHashMap<>();
        standing.forEach((name, source) -> counts.put(name, source.counts()));
        SourceCounts imds =
                byInstance.values().stream().map(NoticeSource::counts).reduce(ofClosed, SourceCounts::plus);
        counts.put("imds", imds);
        return counts;
    }

    @Override
    public synchronized void close() {
        List.copyOf(byInstance.keySet()).forEach(this::close);
        standing.values().forEach(NoticeSource::close);
    }
}
