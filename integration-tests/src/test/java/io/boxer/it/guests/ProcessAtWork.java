// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process of this machine has before it, as proc(5) tells. Stateless. */
final class ProcessAtWork {
    /** More than the message by which a link says that it is alive, less than any other. */
    private static final long MESSAGE_BYTES = 80;

    /** poll on x86-64, ppoll on arm64: how the shim waits. */
    private static final Set<String> POLLS = Set.of("7", "73");

    private static final String LISTENING = "0A";

    private ProcessAtWork() {}

    /** Whether one of its threads waits for an answer. */
    static boolean waitsInPoll(long pid) {
        try (Stream<Path> threads = Files.list(proc(pid, "task"))) {
            return threads.map(thread -> read(thread.resolve("syscall")).split(" ", 2)[0])
                    .anyMatch(POLLS::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a message lies in one of its connections that it has not read. */
    static boolean hasUnreadMessage(long pid) {
        return sockets(pid).anyMatch(socket -> !socket.state().equals(LISTENING) && socket.unread() >= MESSAGE_BYTES);
    }

    /** Whether so many have connected to this port of its, and it has not accepted them. */
    static boolean hasConnectionsToAccept(long pid, int port, int count) {
        return sockets(pid)
                .anyMatch(socket ->
                        socket.state().equals(LISTENING) && socket.port() == port && socket.unread() >= count);
    }

    /** @param unread bytes, or connections that have not been accepted */
    private record TcpSocket(int port, String state, long unread, String inode) {
        private static TcpSocket of(String line) {
            String[] words = line.strip().split("\\s+", -1);
            return new TcpSocket(
                    Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16),
                    words[3],
                    Long.parseLong(words[4].substring(words[4].indexOf(':') + 1), 16),
                    words[9]);
        }
    }

    private static Stream<TcpSocket> sockets(long pid) {
        Set<String> own = inodes(pid);
        return Stream.of("tcp", "tcp6")
                .map(file -> read(proc(pid, "net").resolve(file)))
                .flatMap(text -> text.lines().skip(1))
                .map(TcpSocket::of)
                .filter(socket -> own.contains("socket:[" + socket.inode() + "]"));
    }

    private static Set<String> inodes(long pid) {
        try (Stream<Path> descriptors = Files.list(proc(pid, "fd"))) {
            return descriptors.map(ProcessAtWork::target).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Path proc(long pid, String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    private static String read(Path file) {
        try {
            return String.join("\n", Files.readAllLines(file));
        } catch (IOException gone) {
            return "";
        }
    }
}
