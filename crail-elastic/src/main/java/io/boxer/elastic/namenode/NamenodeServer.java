// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;
import io.boxer.common.Closer;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.admin.Route;
import io.boxer.common.netty.HandshakeDone;
import io.boxer.common.netty.HandshakeGate;
import io.boxer.common.netty.ListeningPort;
import io.boxer.common.security.BindRule;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.KeyFile;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.elastic.netty.FrameDecoder;
import io.boxer.elastic.netty.FrameEncoder;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.trace.Trace;
import io.boxer.elastic.trace.TraceFile;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The namenode as a process sees it: opens the log, restores the core from it, listens. One event loop for everything, one
 * thread for the disk.
 *
 * <p>Thread-safe.
 */
public final class NamenodeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NamenodeServer.class);
    private static final long TICK_MILLIS = 50;

    private final NamenodeLog log;
    private final Closer traceFile = new Closer();
    private final NamenodeTrace trace;
    private final EventLoopGroup group;
    private final ExecutorService disk;
    private final NamenodeLoop namenode;
    private final ListeningPort port;
    private final NamenodeAdmin admin;

    private NamenodeServer(NamenodeSettings settings, KeyFile keyFile, NamenodeLog log, Runnable onFatal) {
        this.log = log;
        ClusterKey key = keyFile.key();
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("boxer-namenode-loop", true), NioIoHandler.newFactory());
        disk = Executors.newSingleThreadExecutor(new DefaultThreadFactory("boxer-namenode-log", true));
        EventLoop loop = group.next();
        Trace events = openTrace(settings);
        trace = new NamenodeTrace(events);
        DurableOutbox outbox = new DurableOutbox(this::write, disk, task -> tell(loop, task), failure -> {
            LOG.error("the log cannot be written, the namenode stops", failure);
            onFatal.run();
        });
        namenode = new NamenodeLoop(loop, new NamenodeCore(events), outbox, trace);
        Party self = recover(settings);
        HandshakeGate gate = new HandshakeGate(key, () -> self, Set.of(Role.CLIENT, Role.DATANODE));
        port = listen(settings, gate);
        loop.scheduleWithFixedDelay(
                () -> namenode.handle(new NamenodeEvent.Ticked()), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        admin = NamenodeAdmin.start(settings.admin(), key, namenode);
    }

    /**
     * @param onFatal called once when the disk fails: the process must end, since nothing can be promised any more
     * @throws BoxerException USER: port taken, directory in use, damaged or of another block size, open address without a key
     */
    public static NamenodeServer start(NamenodeSettings settings, KeyFile keyFile, Runnable onFatal) {
        BindRule.check("--listen", settings.listen(), keyFile);
        BindRule.check("--admin", settings.admin(), keyFile);
        NamenodeLog log = NamenodeLog.open(settings.data());
        return new NamenodeServer(settings, keyFile, log, onFatal);
    }

    private Trace openTrace(NamenodeSettings settings) {
        return settings.trace()
                .<Trace>map(directory -> traceFile.closing("trace", TraceFile.open(directory, "namenode", "nn")))
                .orElse(Trace.OFF)
                .as("nn-" + NamenodeState.nextEpoch(log.recovered()));
    }

    /** While the namenode closes, the disk may be done when nobody is left to hear of it. */
    private static void tell(EventLoop loop, Runnable goodNews) {
        try {
            loop.execute(goodNews);
        } catch (RejectedExecutionException closing) {
            LOG.debug("records became durable while the namenode was closing");
        }
    }

    private void write(List<LogRecord> records) {
        log.write(records);
        trace.durable(records.size());
    }

    /** Brings the core to where the log ends, and makes the new epoch durable before anybody can connect. */
    private Party recover(NamenodeSettings settings) {
        List<LogRecord> records = log.recovered();
        if (records.isEmpty()) {
            ClusterId fresh = ClusterId.random();
            LogRecord format = new LogRecord.Format(
                    fresh.high(),
                    fresh.low(),
                    Math.toIntExact(settings.blockSize().toBytes()));
            log.write(List.of(format));
            records.add(format);
        }
        trace.recovered(records);
        CountDownLatch durable = new CountDownLatch(1);
        Party self = namenode.ask(() -> {
            namenode.perform(namenode.core().start(records, NamenodeLoop.now()));
            namenode.whenDurable(durable::countDown);
            NamenodeState state = namenode.core().state();
            return new Party(
                    Role.NAMENODE,
                    new NodeId("namenode"),
                    new ClusterId(state.clusterIdHigh(), state.clusterIdLow()),
                    state.blockSizeBytes());
        });
        awaitDurable(durable);
        BoxerException.require(
                self.blockSizeBytes() == settings.blockSize().toBytes(),
                "blockSize=%s, but data=%s was formatted with %d bytes; leave the setting out, or use another directory",
                settings.blockSize(),
                settings.data(),
                self.blockSizeBytes());
        return self;
    }

    private static void awaitDurable(CountDownLatch durable) {
        try {
            if (!durable.await(60, TimeUnit.SECONDS)) {
                throw BoxerException.bug("the first record was not on disk after 60 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BoxerException(ErrorCode.USER, "interrupted while starting", interrupted);
        }
    }

    private ListeningPort listen(NamenodeSettings settings, HandshakeGate gate) {
        try {
            return ListeningPort.open(
                    group,
                    settings.listen(),
                    channel -> channel.pipeline().addLast(gate.newHandler(), new Admission()));
        } catch (BoxerException cannot) {
            close();
            throw cannot;
        }
    }

    /** Opens the pipeline for a peer that has proven itself. */
    private final class Admission extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeDone done) {
                context.pipeline()
                        .addLast(
                                new FrameDecoder(Frame.MAX_FIELDS_BYTES),
                                new FrameEncoder(),
                                new NamenodeHandler(namenode, done.role()));
                context.pipeline().remove(this);
            }
        }
    }

    public HostPort listenAddress() {
        return port.address();
    }

    List<Route> routes() {
        return admin.routes();
    }

    public HostPort adminAddress() {
        return admin.address();
    }

    /** Hangs up first: a socket that is left to the end of its event loop may stay open, and its peer would wait. */
    @Override
    public void close() {
        if (admin != null) {
            admin.close();
        }
        if (port != null) {
            port.close();
        }
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        disk.shutdown();
        try {
            disk.awaitTermination(10, TimeUnit.SECONDS);
            log.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException cannot) {
            LOG.warn("the log did not close: {}", cannot.toString());
        }
        traceFile.close();
    }
}
