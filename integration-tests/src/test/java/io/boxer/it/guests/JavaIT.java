// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.it.guests.programs.NettyEcho;
import io.boxer.it.guests.programs.NioEcho;
import io.boxer.it.guests.programs.RmiGreeting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Java's own selectors, Netty's epoll, and remote method invocation. */
class JavaIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static List<String> java(Class<?> program, String... arguments) {
        return JavaProgram.command(program.getName(), arguments);
    }

    @Test
    void twoHundredChannelsThatWereRegisteredBeforeTheyConnected() {
        OVERLAY.node("nio", java(NioEcho.class, "server", "7000")).awaitSaid("serving at nio/10\\.\\d+\\.0\\.\\d+");

        var result = OVERLAY.run(java(NioEcho.class, "client", "nio", "7000", "200"));

        assertThat(result.succeeded().out()).matches("200 hello from nio/10\\.\\d+\\.0\\.\\d+:7000\n");
    }

    @Test
    void twoHundredChannelsOfNettysEpoll() {
        OVERLAY.node("netty", java(NettyEcho.class, "server", "7001")).awaitSaid("serving at ");

        var result = OVERLAY.run(java(NettyEcho.class, "client", "netty", "7001", "200"));

        assertThat(result.succeeded().out()).isEqualTo("200 echoes\n");
    }

    @Test
    void nettyIsToldThatThereIsNoIoUring() {
        var result = OVERLAY.run(java(NettyEcho.class, "io_uring"));

        assertThat(result.succeeded().out()).contains("io_uring ").contains("Function not implemented");
    }

    @Test
    void aRemoteMethodIsCalledAtAnAddressThatTheServerGaveAway() {
        OVERLAY.node("rmi", java(RmiGreeting.class, "server")).awaitSaid("serving");

        var result = OVERLAY.run(java(RmiGreeting.class, "client", "rmi"));

        assertThat(result.succeeded().out()).matches("hello neighbour at 10\\.\\d+\\.0\\.\\d+, 10\\.\\d+\\.0\\.\\d+\n");
    }
}
