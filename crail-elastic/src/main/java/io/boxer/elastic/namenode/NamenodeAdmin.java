// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.admin.AdminRequest;
import io.boxer.common.admin.AdminServer;
import io.boxer.common.admin.Metrics;
import io.boxer.common.admin.Route;
import io.boxer.common.security.ClusterKey;
import io.micrometer.core.instrument.Gauge;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The namenode's admin API, docs/openapi/namenode.yaml. Every question is asked on the namenode's event loop. */
final class NamenodeAdmin implements AutoCloseable {
    static final Set<String> KINDS = Set.of("notice", "rebalance", "scale-in", "sigterm");

    private final NamenodeLoop namenode;
    private final AdminServer server;

    /** Body of a drain; {@code deadlineMillis} from now. */
    record DrainBody(
            @Nullable String id,
            @Nullable String kind,
            @Nullable Long deadlineMillis) {}

    /** Answer of {@code /v1/events}. */
    public record Events(List<Happening> events) {}

    private NamenodeAdmin(HostPort address, ClusterKey key, NamenodeLoop namenode) {
        this.namenode = namenode;
        Metrics metrics = new Metrics();
        gauge(metrics, "boxer.namenode.bytes.stored", NamenodeStatus::bytesStored);
        gauge(metrics, "boxer.namenode.bytes.written", NamenodeStatus::bytesWritten);
        gauge(metrics, "boxer.namenode.files", NamenodeStatus::files);
        gauge(metrics, "boxer.namenode.blocks.lost", NamenodeStatus::lostBlocks);
        gauge(metrics, "boxer.namenode.nodes", status -> status.nodes().size());
        server = AdminServer.start(address, metrics, key, routes());
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/status", request -> status()),
                Route.get("/v1/events", this::events),
                Route.post("/v1/nodes/{name}/drain", this::drain),
                Route.post("/v1/nodes/{name}/cordon", request -> cordon(request, true)),
                Route.post("/v1/nodes/{name}/uncordon", request -> cordon(request, false)));
    }

    static NamenodeAdmin start(HostPort address, ClusterKey key, NamenodeLoop namenode) {
        return new NamenodeAdmin(address, key, namenode);
    }

    private void gauge(Metrics metrics, String name, ToDoubleFunction<NamenodeStatus> value) {
        Gauge.builder(name, this, admin -> value.applyAsDouble(admin.status())).register(metrics.registry());
    }

    private NamenodeStatus status() {
        return namenode.ask(() -> NamenodeStatus.of(namenode.core(), System.nanoTime()));
    }

    private Events events(AdminRequest request) {
        long after = request.queryLong("after", 0);
        return new Events(namenode.ask(() -> namenode.happeningsAfter(after)));
    }

    private NamenodeStatus.DrainStatus drain(AdminRequest request) {
        DrainBody body = request.body(DrainBody.class);
        String id = Optional.ofNullable(body.id())
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> BoxerException.user(
                        "id is missing; give each notice its own, so that the same one twice has no second effect"));
        String kind = Optional.ofNullable(body.kind())
                .filter(KINDS::contains)
                .orElseThrow(() ->
                        BoxerException.user("kind=%s is none of notice, rebalance, scale-in, sigterm", body.kind()));
        OptionalLong deadline =
                Optional.ofNullable(body.deadlineMillis()).map(OptionalLong::of).orElse(OptionalLong.empty());
        BoxerException.require(deadline.orElse(1) > 0, "deadlineMillis=%s is not in the future", body.deadlineMillis());
        return namenode.decide("DRAIN", () -> {
            namenode.handle(new NamenodeEvent.DrainAsked(request.parameter("name"), id, kind, deadline));
            return NamenodeStatus.drain(namenode.core().drains().find(id).orElseThrow(), System.nanoTime());
        });
    }

    private NamenodeStatus cordon(AdminRequest request, boolean on) {
        return namenode.ask(() -> {
            namenode.handle(new NamenodeEvent.CordonAsked(request.parameter("name"), on));
            return NamenodeStatus.of(namenode.core(), System.nanoTime());
        });
    }

    HostPort address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}
