// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.HostPort;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ListeningPortTest {
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }

    @Test
    void aTakenPortWasReportedAsAMistakeOfOurs() {
        try (var first = ListeningPort.open(group, ANY, channel -> {})) {
            assertThatThrownBy(() -> ListeningPort.open(group, first.address(), channel -> {}))
                    .isInstanceOf(BoxerException.class)
                    .hasMessage(
                            "--listen=%s cannot be bound: Address already in use; stop what has it, or choose"
                                    + " another port (0: any)",
                            first.address())
                    .extracting(failure -> ((BoxerException) failure).code())
                    .isEqualTo(ErrorCode.USER);
        }
    }

    @Test
    void closingHangsUpOnThoseWhoAreThere() throws IOException {
        try (var socket = new Socket()) {
            try (var port = ListeningPort.open(group, ANY, channel -> {})) {
                socket.connect(port.address().toSocketAddress());
            }
            socket.setSoTimeout(30_000);

            // the kernel may have taken it before the loop has: the end must come all the same
            assertThat(readOrReset(socket)).isEqualTo(-1);
        }
    }

    private static int readOrReset(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }
}
