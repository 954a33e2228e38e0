// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Handshake;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.rpc.Message;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of our protocol on plain blocking sockets, that can be told to misbehave at the next request, in any way a network
 * or a dying machine can.
 */
public abstract class FakeServer implements AutoCloseable {
    /** What to do with one request instead of serving it. */
    public interface Misdeed {
        /** @return the answer to send; empty if the connection is over */
        Optional<Message> commit(FakeServer server, Socket socket, Frame request) throws Exception;
    }

    private final ClusterKey key;
    private final Party self;
    private final int port;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Queue<Misdeed> misdeeds = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile ServerSocket listener;

    protected FakeServer(Role role, ClusterKey key, ClusterId cluster, int blockSizeBytes) throws IOException {
        this.key = key;
        this.self = new Party(
                role, new NodeId("fake-" + role.name().toLowerCase(java.util.Locale.ROOT)), cluster, blockSizeBytes);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = listener.getLocalPort();
        accept(listener);
    }

    /** @return the answer; empty for none */
    protected abstract Optional<Message> serve(Message request);

    public HostPort address() {
        return new HostPort("127.0.0.1", port);
    }

    public int connections() {
        return connections.get();
    }

    /** The next request, and those after it, one for each misdeed. */
    public void misbehave(Misdeed... next) {
        misdeeds.addAll(Arrays.asList(next));
    }

    public boolean isInnocent() {
        return misdeeds.isEmpty();
    }

    public static Misdeed answer(Message instead) {
        return (server, socket, request) -> Optional.of(instead);
    }

    public static Misdeed fin() {
        return (server, socket, request) -> {
            socket.close();
            return Optional.empty();
        };
    }

    public static Misdeed rst() {
        return (server, socket, request) -> {
            reset(socket);
            return Optional.empty();
        };
    }

    /** As a process under SIGSTOP: the kernel keeps the connection, nobody reads or writes. */
    public static Misdeed silence() {
        return (server, socket, request) -> {
            server.end.await();
            return Optional.empty();
        };
    }

    /** The deed is done, the answer is lost. */
    public static Misdeed serveAndLoseTheAnswer() {
        return (server, socket, request) -> {
            server.serve(request.message());
            socket.close();
            return Optional.empty();
        };
    }

    /** Sends the first bytes of the right answer, then dies. */
    public static Misdeed partial(int bytes) {
        return (server, socket, request) -> {
            byte[] answer =
                    bytes(request.requestId(), server.serve(request.message()).orElseThrow());
            socket.getOutputStream().write(answer, 0, Math.min(bytes, answer.length));
            socket.getOutputStream().flush();
            socket.close();
            return Optional.empty();
        };
    }

    /** Nobody listens here any more, and all connections are reset. */
    public void kill() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            reset(socket);
        }
        sockets.clear();
    }

    public void restart() throws IOException {
        ServerSocket again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        listener = again;
        accept(again);
    }

    private static void reset(Socket socket) throws IOException {
        if (!socket.isClosed()) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        kill();
    }

    private void accept(ServerSocket from) {
        daemon(() -> {
            while (true) {
                Socket socket = from.accept();
                sockets.add(socket);
                daemon(() -> converse(socket));
            }
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception over) {
                // the connection or the server has ended, which is what tests are about
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void converse(Socket socket) throws Exception {
        socket.setTcpNoDelay(true);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        if (!handshake(in, out)) {
            socket.close();
            return;
        }
        connections.incrementAndGet();
        while (true) {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            Frame request = Frame.parse(ByteBuffer.wrap(frame));
            Misdeed misdeed = isPreface(request.message()) ? null : misdeeds.poll();
            Optional<Message> answer =
                    misdeed == null ? serve(request.message()) : misdeed.commit(this, socket, request);
            if (answer.isEmpty()) {
                return;
            }
            out.write(bytes(request.requestId(), answer.get()));
            out.flush();
        }
    }

    /** @return whether this request belongs to the making of a connection */
    protected boolean isPreface(Message request) {
        return false;
    }

    private boolean handshake(DataInputStream in, OutputStream out) throws IOException {
        Handshake handshake = Handshake.server(key, self, Set.of(Role.CLIENT));
        while (true) {
            byte[] message = new byte[handshake.awaits()];
            in.readFully(message);
            Handshake.Step step = handshake.receive(message);
            ByteBuffer reply = step.reply();
            byte[] bytes = new byte[reply.remaining()];
            reply.get(bytes);
            out.write(bytes);
            out.flush();
            if (step instanceof Handshake.Accepted) {
                return true;
            }
            if (step instanceof Handshake.Refused) {
                return false;
            }
        }
    }

    private static byte[] bytes(long requestId, Message message) {
        ByteBuffer head = new Frame(requestId, message).head();
        ByteBuffer body = message.body().duplicate();
        return ByteBuffer.allocate(head.remaining() + body.remaining())
                .put(head)
                .put(body)
                .array();
    }
}
