// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.wire.MalformedFrameException;
import io.boxer.elastic.rpc.DataReply;
import io.boxer.elastic.rpc.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {
    private static final int MAX = 1000;

    private final FrameAssembler assembler = new FrameAssembler(MAX);
    private final EmbeddedChannel channel = new EmbeddedChannel(assembler);

    @Test
    void twoFramesAreTheSameWhereverTheStreamIsCut() {
        byte[] bytes = twoFrames();

        for (int cut = 0; cut <= bytes.length; cut++) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
            channel.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));

            assertThat(next()).isEqualTo(new Frame(1, new DataReply.Written()));
            assertThat(next()).isEqualTo(new Frame(2, new DataReply.HelloOk()));
            assertThat(channel.<ByteBuf>readInbound()).isNull();
            assertThat(assembler.isWithinFrame()).isFalse();
        }
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeAnythingIsAllocated() {
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.copyInt(MAX + 1)))
                .isInstanceOf(MalformedFrameException.class);
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.copyInt(-1))).isNotNull();
    }

    @Test
    void anUnfinishedFrameIsGivenBackWhenTheConnectionEnds() {
        byte[] bytes = twoFrames();
        channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, 7));
        assertThat(assembler.isWithinFrame()).isTrue();

        assertThat(channel.finish()).isFalse();
    }

    private Frame next() {
        ByteBuf bytes = channel.readInbound();
        try {
            return Frame.parse(bytes.nioBuffer());
        } finally {
            bytes.release();
        }
    }

    private static byte[] twoFrames() {
        ByteBuffer first = new Frame(1, new DataReply.Written()).head();
        ByteBuffer second = new Frame(2, new DataReply.HelloOk()).head();
        byte[] both = new byte[first.remaining() + second.remaining()];
        ByteBuffer.wrap(both).put(first).put(second);
        return both;
    }
}
