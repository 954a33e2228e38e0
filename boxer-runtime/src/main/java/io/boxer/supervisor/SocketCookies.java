// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The number by which the kernel knows a socket, whoever has descriptors of it (socket(7), SO_COOKIE). Stateless. */
final class SocketCookies {
    private static final int SOL_SOCKET = 1;
    private static final int SO_COOKIE = 57;
    private static final RawUnixChannelOption COOKIE =
            new RawUnixChannelOption("SO_COOKIE", SOL_SOCKET, SO_COOKIE, Long.BYTES);

    private SocketCookies() {}

    static long of(EpollSocketChannel channel) {
        ByteBuffer value = channel.config().getOption(COOKIE);
        return value.order(ByteOrder.nativeOrder()).getLong(0);
    }
}
