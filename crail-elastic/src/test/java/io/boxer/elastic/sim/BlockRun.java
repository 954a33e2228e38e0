// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Message;
import io.boxer.elastic.tier.BlockOperation;
import io.boxer.elastic.tier.ClientOperationCore;
import io.boxer.elastic.tier.Location;
import io.boxer.elastic.tier.LocationCache;
import io.boxer.elastic.tier.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One operation on a block, driven as {@code OperationRun} does it. */
final class BlockRun {
    /** How it ended. */
    interface Ending {
        /** @param bytes what was read; empty for a write */
        void done(ByteBuffer bytes);

        void failed(IOException error);
    }

    private final SimProcess client;
    private final Asker asker;
    private final LocationCache locations;
    private final BlockOperation operation;
    private final ByteBuffer buffer;
    private final ClientOperationCore core;
    private final Ending ending;
    private ByteBuffer bytes = Message.NO_BODY;
    private Optional<Asker.Lane> lane = Optional.empty();

    /** @param known where the caller believes the block to be; may be very old */
    BlockRun(
            SimClient client,
            LocationCache locations,
            BlockOperation operation,
            ByteBuffer buffer,
            Optional<Location> known,
            Ending ending) {
        this.client = client;
        this.asker = client.asker;
        this.locations = locations;
        this.operation = operation;
        this.buffer = buffer;
        this.ending = ending;
        long now = client.clock.nanos();
        this.core = new ClientOperationCore(operation, known, now, now + World.DEADLINE_NANOS);
    }

    void start() {
        perform(core.start(now()));
    }

    private long now() {
        return client.clock.nanos();
    }

    private void perform(Step step) {
        if (step instanceof Step.Attempt attempt) {
            attempt(attempt.location());
        } else if (step instanceof Step.Resolve) {
            resolve();
        } else if (step instanceof Step.Wait pause) {
            client.after(pause.millis() * 1_000_000, () -> perform(core.onWaited(now())));
        } else if (step instanceof Step.Done) {
            lane.ifPresent(Asker.Lane::release);
            ending.done(bytes);
        } else if (step instanceof Step.Fail fail) {
            lane.ifPresent(Asker.Lane::release);
            ending.failed(fail.error());
        } else {
            throw new IllegalStateException("no way to do " + step);
        }
    }

    private void attempt(Location at) {
        DataRequest request = operation.isWrite()
                ? new DataRequest.Write(
                        at.node().incarnation(),
                        operation.block(),
                        at.gen(),
                        operation.writerEpoch(),
                        operation.offset(),
                        buffer)
                : new DataRequest.Read(
                        at.node().incarnation(), operation.block(), at.gen(), operation.offset(), operation.length());
        laneTo(at.node()).ask(request, silenceNanos(), reply -> answered(at, reply));
    }

    private Asker.Lane laneTo(NodeRef node) {
        if (lane.filter(held -> held.leadsTo(node)).isEmpty()) {
            lane.ifPresent(Asker.Lane::release);
            lane = Optional.of(asker.lane(node));
        }
        return lane.get();
    }

    private void answered(Location at, Optional<Message> reply) {
        if (reply.isEmpty()) {
            perform(core.onConnectionError("no answer", now()));
            return;
        }
        DataReply answer = (DataReply) reply.get();
        if (answer instanceof DataReply.Bytes read) {
            Violation.unless(
                    read.body().remaining() == operation.length(),
                    "S1",
                    "%s is answered with %d bytes by %s",
                    operation,
                    read.body().remaining(),
                    at);
            bytes = read.body();
        } else if (answer instanceof DataReply.Redirect moved) {
            redirected(moved);
        }
        perform(core.onReply(answer, now()));
    }

    private void redirected(DataReply.Redirect moved) {
        client.world.placements.named(moved.block(), moved.to(), moved.gen());
        client.world.marks.hit(Marks.Mark.MOVED_REDIRECT);
        if (client.world.placements.model.isDead(moved.to())) {
            client.world.marks.hit(Marks.Mark.REDIRECT_TO_DEAD_NODE);
        }
        locations.heard(moved.block(), new Location(moved.to(), moved.gen()));
    }

    private void resolve() {
        ClientRequest.Resolve question = new ClientRequest.Resolve(operation.block());
        asker.ask(client.world.namenode().address, question, silenceNanos(), reply -> {
            if (reply.isEmpty()) {
                perform(core.onResolveFailed("namenode: no answer", now()));
                return;
            }
            if (reply.get() instanceof ClientReply.At at) {
                locations.resolved(at.block(), new Location(at.node(), at.gen()));
            }
            perform(core.onResolved((ClientReply) reply.get(), now()));
        });
    }

    private long silenceNanos() {
        return Math.max(1, Math.min(World.SILENCE_NANOS, core.deadlineNanos() - now()));
    }
}
