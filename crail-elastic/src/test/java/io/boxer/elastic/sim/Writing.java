// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.sim;

import io.boxer.elastic.rpc.BlockLocation;
import io.boxer.elastic.rpc.ClientReply;
import io.boxer.elastic.rpc.ClientRequest;
import io.boxer.elastic.rpc.FilePath;
import io.boxer.elastic.tier.BlockOperation;
import io.boxer.elastic.tier.Location;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The files of one client: it alone appends to them, and gives one up after a failed write. */
final class Writing {
    private static final int MOST_FILES = 3;
    private static final int MOST_BLOCKS = 3;
    private static final int NO_FREE_BLOCKS = 11;
    private static final int FILE_NOT_OPEN = 6;

    /** Of a create whose file had no room, and whose answer was lost. */
    private static final int CREATE_FAILED = 3;

    private final SimClient client;
    private final World world;
    private final List<SimFile> files = new ArrayList<>();
    private final Set<SimFile> inHand = new HashSet<>();

    Writing(SimClient client) {
        this.client = client;
        this.world = client.world;
    }

    /** The process is gone; the next one will find its files by name and delete them. */
    void abandonAll() {
        files.forEach(file -> file.abandoned = true);
        inHand.clear();
    }

    void create(Runnable end) {
        files.removeIf(file -> file.deleteInvoked);
        if (files.size() >= MOST_FILES) {
            delete(end);
            return;
        }
        SimFile file = world.newFile(client.number);
        ClientRequest.CreateFile request =
                new ClientRequest.CreateFile(client.caller(), FilePath.ofText(file.path), 0, 0, 0, true);
        client.questions.ask(request, reply -> {
            if (reply.isPresent() && reply.get() instanceof ClientReply.File made) {
                created(file, made);
            } else if (reply.isPresent()) {
                expectFailure("create " + file, reply.get(), NO_FREE_BLOCKS, CREATE_FAILED);
                world.marks.hit(Marks.Mark.STORE_FULL);
            } else {
                timedOut("create " + file);
            }
            end.run();
        });
    }

    private void created(SimFile file, ClientReply.File made) {
        world.freshFd(made.file().fd());
        file.fd = made.file().fd();
        file.token = made.file().token();
        file.created = true;
        tell(file, made.blocks());
        files.add(file);
    }

    private static void tell(SimFile file, List<BlockLocation> blocks) {
        for (BlockLocation block : blocks) {
            if (block.index() == file.writersBlocks.size()) {
                file.writersBlocks.add(block);
            }
        }
        file.blocksTold = Math.max(file.blocksTold, file.writersBlocks.size());
    }

    void append(Runnable end) {
        List<SimFile> free = files.stream()
                .filter(file -> file.canGrow() && !inHand.contains(file))
                .toList();
        if (free.isEmpty()) {
            end.run();
            return;
        }
        SimFile file = free.get(client.random.nextInt(free.size()));
        int left = MOST_BLOCKS * SimFile.LINES_IN_BLOCK - file.linesAllocated;
        if (left == 0) {
            end.run();
            return;
        }
        inHand.add(file);
        int lines = Math.min(left, 1 + client.random.nextInt(6));
        Append append = new Append(file, file.linesAllocated, lines, () -> {
            inHand.remove(file);
            end.run();
        });
        file.linesAllocated += lines;
        append.begin();
    }

    /** Some lines at the end of a file, in one or more writes that are under way at once and may overtake each other. */
    private final class Append {
        private final SimFile file;
        private final int first;
        private final int lines;
        private final Runnable end;
        private int open;
        private boolean failed;

        Append(SimFile file, int first, int lines, Runnable end) {
            this.file = file;
            this.first = first;
            this.lines = lines;
            this.end = end;
        }

        void begin() {
            int last = (first + lines - 1) / SimFile.LINES_IN_BLOCK;
            if (last < file.writersBlocks.size()) {
                write();
                return;
            }
            int index = file.writersBlocks.size();
            int count = last - index + 1 + client.random.nextInt(2);
            ask(new ClientRequest.GetBlocks(file.fd, file.token, index, count, true), blocks -> {
                tell(file, blocks.blocks());
                if (last < file.writersBlocks.size()) {
                    write();
                } else {
                    file.abandoned = true;
                    end.run();
                }
            });
        }

        private void ask(ClientRequest request, Consumer<ClientReply.Blocks> then) {
            client.questions.ask(request, reply -> {
                if (reply.isPresent() && reply.get() instanceof ClientReply.Blocks blocks) {
                    then.accept(blocks);
                    return;
                }
                file.abandoned = true;
                if (reply.isEmpty()) {
                    timedOut("blocks for " + file);
                } else {
                    expectFailure("blocks for " + file, reply.get(), NO_FREE_BLOCKS, FILE_NOT_OPEN);
                    Violation.unless(
                            file.deleteInvoked || !isGone(reply.get()), "G4", "blocks for %s: %s", file, reply.get());
                }
                end.run();
            });
        }

        private void write() {
            List<BlockOperation> operations = new ArrayList<>();
            List<Integer> starts = new ArrayList<>();
            int at = first;
            while (at < first + lines) {
                int inBlock = SimFile.LINES_IN_BLOCK - at % SimFile.LINES_IN_BLOCK;
                int count = Math.min(Math.min(inBlock, first + lines - at), 1 + client.random.nextInt(3));
                BlockLocation block = file.writersBlocks.get(at / SimFile.LINES_IN_BLOCK);
                operations.add(BlockOperation.write(
                        block.block(),
                        block.writerEpoch(),
                        at % SimFile.LINES_IN_BLOCK * Payload.LINE_BYTES,
                        count * Payload.LINE_BYTES));
                starts.add(at);
                at += count;
            }
            open = operations.size();
            if (open > 1) {
                world.marks.hit(Marks.Mark.OUT_OF_ORDER_WRITES);
            }
            for (int i = operations.size() - 1; i >= 0; i--) {
                write(operations.get(i), starts.get(i));
            }
        }

        private void write(BlockOperation operation, int start) {
            int count = operation.length() / Payload.LINE_BYTES;
            ByteBuffer bytes = file.issue(start, count);
            BlockLocation held = file.writersBlocks.get(start / SimFile.LINES_IN_BLOCK);
            Location first = new Location(held.node(), held.gen());
            Optional<Location> known = client.stubborn
                    ? Optional.of(first)
                    : client.locations().newest(operation.block(), Optional.of(first));
            new BlockRun(client, client.locations(), operation, bytes, known, new BlockRun.Ending() {
                        @Override
                        public void done(ByteBuffer nothing) {
                            world.log(client, "wrote", start, () -> operation + " of " + file);
                            file.acknowledged(start, count);
                            oneEnded();
                        }

                        @Override
                        public void failed(IOException error) {
                            world.checkFailure(client, operation, file, error);
                            failed = true;
                            oneEnded();
                        }
                    })
                    .start();
        }

        private void oneEnded() {
            open--;
            if (open == 0) {
                if (failed) {
                    file.abandoned = true;
                    end.run();
                } else {
                    lengthen();
                }
            }
        }

        private void lengthen() {
            long capacity = (long) (first + lines) * Payload.LINE_BYTES;
            client.questions.ask(new ClientRequest.SetFile(file.fd, file.token, capacity, false), reply -> {
                if (reply.isPresent() && reply.get() instanceof ClientReply.Done) {
                    file.capacityAcked = Math.max(file.capacityAcked, capacity);
                } else if (reply.isPresent()) {
                    Violation.unless(file.deleteInvoked, "G4", "length of %s: %s", file, reply.get());
                } else {
                    timedOut("length of " + file);
                }
                end.run();
            });
        }
    }

    void delete(Runnable end) {
        List<SimFile> free = files.stream().filter(file -> !file.deleteInvoked).toList();
        if (free.isEmpty()) {
            end.run();
            return;
        }
        SimFile file = free.get(client.random.nextInt(free.size()));
        file.deleteInvoked = true;
        client.questions.ask(
                new ClientRequest.RemoveFile(client.caller(), FilePath.ofText(file.path), false), reply -> {
                    if (reply.isPresent()) {
                        Violation.unless(
                                reply.get() instanceof ClientReply.Files, "G4", "delete %s: %s", file, reply.get());
                        file.deleted = true;
                    } else {
                        timedOut("delete " + file);
                    }
                    end.run();
                });
    }

    private static boolean isGone(ClientReply reply) {
        return reply instanceof ClientReply.Failed failed && failed.crailError() == FILE_NOT_OPEN;
    }

    private static void expectFailure(String what, ClientReply reply, Integer... crailErrors) {
        Violation.unless(
                reply instanceof ClientReply.Failed failed
                        && List.of(crailErrors).contains(failed.crailError()),
                "G4",
                "%s is answered with %s",
                what,
                reply);
    }

    private void timedOut(String what) {
        world.timedOut(client, what);
    }
}
