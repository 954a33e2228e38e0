// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.common.Ready;
import io.boxer.common.admin.AdminException;
import io.boxer.spot.Pool;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance: a process, its metadata endpoint, and where it is in its life ({@link MarketState}). Thread-safe. */
final class MarketInstance {
    private static final Logger LOG = LoggerFactory.getLogger(MarketInstance.class);

    private final String id;
    private final NodeId name;
    private final Pool pool;
    private final Instant launched;
    private final ImdsEndpoint imds;
    private final InstanceProcess process;
    private MarketState state = MarketState.PENDING;
    private Optional<Ready> ready = Optional.empty();
    private Optional<Instant> deadline = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private String reason = "";

    /** What an instance is from its start on. */
    record Origin(String id, NodeId name, Pool pool, Instant launched) {}

    MarketInstance(Origin origin, ImdsEndpoint imds, InstanceProcess process) {
        this.id = origin.id();
        this.name = origin.name();
        this.pool = origin.pool();
        this.launched = origin.launched();
        this.imds = imds;
        this.process = process;
        LOG.info("instance={} name={} pool={} pid={} launched", id, name, pool, process.pid());
    }

    String id() {
        return id;
    }

    NodeId name() {
        return name;
    }

    InstanceProcess process() {
        return process;
    }

    ImdsEndpoint imds() {
        return imds;
    }

    synchronized boolean runs() {
        return state != MarketState.ENDED;
    }

    /** A line of standard output: the ready line makes it RUNNING. */
    synchronized void onLine(String line) {
        if (state == MarketState.PENDING && line.startsWith("ready ")) {
            ready = parse(line);
            move(MarketState.RUNNING, line);
        }
    }

    private Optional<Ready> parse(String line) {
        try {
            return Ready.parse(line);
        } catch (BoxerException e) {
            LOG.warn("name={} ready line has no addresses: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Announces the end; a second time it changes nothing.
     *
     * @return true if this call announced it
     */
    synchronized boolean interrupt(Instant at) {
        refuseIfLeaving();
        if (state == MarketState.INTERRUPTED) {
            return false;
        }
        deadline = Optional.of(at);
        imds.announceInterruption(at);
        move(MarketState.INTERRUPTED, "interruption announced for " + at);
        return true;
    }

    synchronized void rebalance(Instant noticed) {
        refuseIfLeaving();
        imds.announceRebalance(noticed);
        LOG.info("name={} rebalance recommended", name);
    }

    /** SIGKILL now; {@code why} becomes the reason of its end. */
    synchronized void kill(String why) {
        if (runs()) {
            reason = why;
            process.kill();
        }
    }

    /** SIGTERM; false if it is terminating or has ended. */
    synchronized boolean terminate() {
        if (!runs() || state == MarketState.TERMINATING) {
            return false;
        }
        reason = "terminated";
        move(MarketState.TERMINATING, "asked to end");
        process.askToEnd();
        return true;
    }

    synchronized void onExit(int code, Instant at) {
        ended = Optional.of(at);
        reason = reason.isEmpty() ? "exited with code " + code : reason;
        move(MarketState.ENDED, reason);
        imds.close();
    }

    private void refuseIfLeaving() {
        if (state == MarketState.ENDED || state == MarketState.TERMINATING) {
            throw AdminException.conflict("instance=%s (%s) is %s; name one that runs", id, name, state);
        }
    }

    private void move(MarketState to, String why) {
        LOG.info("name={} {} -> {}: {}", name, state, to, why);
        state = to;
    }

    /** For the admin API; what there is not, is left out. */
    synchronized Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("id", id);
        status.put("name", name.value());
        status.put("pool", pool.text());
        status.put("kind", pool.isSpot() ? "spot" : "on-demand");
        status.put("state", state.name());
        status.put("pid", process.pid());
        status.put("imds", imds.uri().toString());
        ready.ifPresent(line -> status.put(
                "ready",
                Map.of("admin", line.admin().toString(), "listen", line.listen().toString())));
        status.put("launchedAt", launched.toString());
        deadline.ifPresent(at -> status.put("deadline", at.toString()));
        ended.ifPresent(at -> status.put("endedAt", at.toString()));
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        return status;
    }
}
