// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.rpc.Message;
import io.boxer.elastic.tier.BlockOperation;
import io.boxer.elastic.tier.Location;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads of one client, of any file, with the locations of some earlier look-up. */
final class Reading {
    private static final int MOST_VIEWS = 12;

    /** A file as it was when this client looked it up. */
    private record View(SimFile file, List<BlockLocation> blocks) {}

    private final SimClient client;
    private final World world;
    private final List<View> views = new ArrayList<>();

    Reading(SimClient client) {
        this.client = client;
        this.world = client.world;
    }

    void forgetAll() {
        views.clear();
    }

    void open(Runnable end) {
        List<SimFile> candidates =
                world.files().stream().filter(file -> file.created).toList();
        if (candidates.isEmpty()) {
            end.run();
            return;
        }
        int recent = Math.min(candidates.size(), 8);
        open(candidates.get(candidates.size() - 1 - client.random.nextInt(recent)), end);
    }

    private void open(SimFile file, Runnable end) {
        boolean wasThere = file.canBeRead();
        boolean wasGone = file.deleted;
        long capacity = file.capacityAcked;
        int blocks = file.blocksTold;
        client.questions.ask(new ClientRequest.GetFile(FilePath.ofText(file.path)), reply -> {
            if (reply.isEmpty()) {
                world.timedOut(client, "look-up of " + file);
            } else if (reply.get() instanceof ClientReply.File found) {
                Violation.unless(!wasGone, "G4", "%s was deleted and is found again", file);
                Violation.unless(
                        found.file().fd() == file.fd
                                && found.file().capacity() >= capacity
                                && found.blocks().size() >= blocks,
                        "G4",
                        "%s with %d bytes and %d blocks is found as %s with %s",
                        file,
                        capacity,
                        blocks,
                        found.file(),
                        found.blocks());
                remember(new View(file, found.blocks()));
            } else {
                Violation.unless(!wasThere || file.deleteInvoked, "G4", "look-up of %s: %s", file, reply.get());
            }
            end.run();
        });
    }

    private void remember(View view) {
        views.add(view);
        if (views.size() > MOST_VIEWS) {
            views.remove(client.random.nextInt(views.size()));
        }
    }

    void read(Runnable end) {
        if (views.isEmpty()) {
            open(end);
            return;
        }
        View view = views.get(client.random.nextInt(views.size()));
        int lines = Math.min(view.file().issuedLines() + 1, view.blocks().size() * SimFile.LINES_IN_BLOCK);
        if (lines == 0) {
            end.run();
            return;
        }
        int line = client.random.nextInt(lines);
        BlockLocation block = view.blocks().get(line / SimFile.LINES_IN_BLOCK);
        int from = line % SimFile.LINES_IN_BLOCK * Payload.LINE_BYTES
                + (client.random.nextInt(4) == 0 ? client.random.nextInt(Payload.LINE_BYTES) : 0);
        int length = 1 + client.random.nextInt(Math.min(3 * Payload.LINE_BYTES, World.BLOCK_BYTES - from));
        read(view.file(), block, from, length, end);
    }

    void read(SimFile file, BlockLocation block, int from, int length, Runnable end) {
        int inFile = block.index() * World.BLOCK_BYTES + from;
        boolean certain = file.isCertain(inFile, inFile + length);
        BlockOperation operation = BlockOperation.read(block.block(), from, length);
        Location held = new Location(block.node(), block.gen());
        Optional<Location> known =
                client.stubborn ? Optional.of(held) : client.locations().newest(block.block(), Optional.of(held));
        new BlockRun(client, client.locations(), operation, Message.NO_BODY, known, new BlockRun.Ending() {
                    @Override
                    public void done(ByteBuffer bytes) {
                        world.log(client, "read", inFile, () -> operation + " of " + file);
                        file.read(inFile, bytes);
                        end.run();
                    }

                    @Override
                    public void failed(IOException error) {
                        if (error instanceof EOFException) {
                            Violation.unless(
                                    !certain,
                                    "S1",
                                    "%s of %s was acknowledged or read before: %s",
                                    operation,
                                    file,
                                    error);
                        } else {
                            world.checkFailure(client, operation, file, error);
                        }
                        end.run();
                    }
                })
                .start();
    }
}
