// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.common.security.ClusterId;
import io.boxer.common.security.ClusterKey;
import io.boxer.common.security.Party;
import io.boxer.common.security.Role;
import io.boxer.elastic.netty.FrameEncoder;
import io.boxer.elastic.rpc.DataRequest;
import io.boxer.elastic.rpc.Frame;
import io.boxer.elastic.trace.Trace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataHandlerTest {
    private static final HostPort NOWHERE = new HostPort("127.0.0.1", 1);
    private static final int BLOCK = 1024;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final FrameAssembler frames = new FrameAssembler(Frame.maxBytes(BLOCK));
    private final DataHandler handler =
            new DataHandler(node(), new InFlight(10 * BLOCK), frames, (connection, hello) -> true);
    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameEncoder(), frames, handler);

    private NodeLoop node() {
        Party self = new Party(Role.DATANODE, new NodeId("node-1"), ClusterId.UNKNOWN, BLOCK);
        NodeLoop.Life life = new NodeLoop.Life(NOWHERE, "node-1", "stable", new SlabMemory(BLOCK, 4), Trace.OFF);
        return new NodeLoop(
                loops.next(),
                life,
                NOWHERE,
                new Dialers(loops, ClusterKey.random(), self),
                new NodeCounters(),
                () -> {});
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void anIdleConnectionMayStay() {
        assertThat(handler.stalled(inSeconds(1000), true)).isEmpty();
    }

    @Test
    void whoLeavesAFrameUnfinishedIsCutOffInTime() {
        channel.writeInbound(Unpooled.copiedBuffer(hello(), 0, 7));

        assertThat(handler.stalled(inSeconds(0), true)).isEmpty();
        assertThat(handler.stalled(inSeconds(16), true)).contains("it left a frame unfinished");

        channel.writeInbound(Unpooled.copiedBuffer(hello(), 7, hello().length - 7));
        assertThat(handler.stalled(inSeconds(16), true)).isEmpty();
        assertThat(channel.<ByteBuf>readOutbound().release()).isTrue();
    }

    @Test
    void whoTakesNoAnswersIsCutOffInTime() {
        assertThat(handler.stalled(inSeconds(0), false)).isEmpty();
        assertThat(handler.stalled(inSeconds(16), false)).contains("it did not take its answers");
    }

    private static long inSeconds(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private static byte[] hello() {
        var head = new Frame(1, new DataRequest.Hello(1, 1)).head();
        byte[] bytes = new byte[head.remaining()];
        head.get(bytes);
        return bytes;
    }
}
