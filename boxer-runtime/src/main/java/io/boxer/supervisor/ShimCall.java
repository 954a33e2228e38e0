// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.shim.ShimAnswer;
import io.boxer.shim.ShimRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.unix.FileDescriptor;

/** One question of the guest, to be answered once, now or later. Confined to the supervisor's loop. */
final class ShimCall {
    private final Channel channel;
    private final ShimRequest request;

    ShimCall(Channel channel, ShimRequest request) {
        this.channel = channel;
        this.request = request;
    }

    ShimRequest request() {
        return request;
    }

    void answer(ShimAnswer answer) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(answer.toBytes())).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Answers, and gives the guest a descriptor.
     *
     * @param then runs when it has gone, or cannot go
     */
    void answer(ShimAnswer answer, FileDescriptor descriptor, Runnable then) {
        channel.write(Unpooled.wrappedBuffer(answer.toBytes()));
        channel.writeAndFlush(descriptor).addListener(sent -> then.run()).addListener(ChannelFutureListener.CLOSE);
    }

    /** Runs it when the guest does not wait any more, answered or not. */
    void whenOver(Runnable then) {
        channel.closeFuture().addListener(closed -> then.run());
    }
}
