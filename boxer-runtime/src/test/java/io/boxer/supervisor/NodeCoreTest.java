// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayMessage.Came;
import io.boxer.overlay.OverlayMessage.Gone;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.Placed;
import io.boxer.shim.Errno;
import io.boxer.shim.GuestSecret;
import io.boxer.shim.ShimAnswer;
import io.boxer.shim.ShimRequest;
import io.boxer.shim.ShimVerb;
import io.boxer.shim.Side;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NodeCoreTest {
    private static final HostId HOST = new HostId("aa:1");
    private static final OverlayAddress CACHE = OverlayAddress.parse("10.77.0.2");
    private static final OverlayAddress WEB = OverlayAddress.parse("10.77.0.3");

    private final NodeCore node = new NodeCore();

    @BeforeEach
    void join() {
        node.learn(new Welcome(
                new NodeId("cache"),
                new Placed(CACHE, 24),
                new Endpoint(CACHE, 1),
                Optional.empty(),
                List.of(new Member(new NodeId("cache"), CACHE, HOST))));
    }

    @Test
    void resolvesMembersInAnyCaseAndWithTheDotOfDns() {
        node.learn(new Came(new Member(new NodeId("web"), WEB, HOST)));

        assertThat(resolve("web")).isEqualTo(ShimAnswer.address(WEB.bits()));
        assertThat(resolve("WEB.")).isEqualTo(ShimAnswer.address(WEB.bits()));
        assertThat(resolve("cache")).isEqualTo(ShimAnswer.address(CACHE.bits()));
    }

    @Test
    void aNameThatNobodyHasIsNotThere() {
        assertThat(resolve("web")).isEqualTo(ShimAnswer.error(Errno.ENOENT));
        assertThat(resolve("cache.example.com")).isEqualTo(ShimAnswer.error(Errno.ENOENT));
    }

    @Test
    void aMemberThatHasGoneIsForgottenInBothDirections() {
        node.learn(new Came(new Member(new NodeId("web"), WEB, HOST)));
        node.learn(new Gone(new NodeId("web")));

        assertThat(resolve("web")).isEqualTo(ShimAnswer.error(Errno.ENOENT));
        assertThat(ask(ShimVerb.REVERSE, Side.NONE, 0, WEB.bits(), "")).isEqualTo(ShimAnswer.error(Errno.ENOENT));
    }

    @Test
    void whatWasTrueIsTakenBackWhenAMemberGoesOrAnotherTakesItsNameOrAddress() {
        assertThat(node.takesBack(new Came(new Member(new NodeId("web"), WEB, HOST))))
                .isFalse();
        assertThat(node.takesBack(new Came(new Member(new NodeId("web"), CACHE, HOST))))
                .isTrue();
        assertThat(node.takesBack(new Came(new Member(new NodeId("cache"), WEB, HOST))))
                .isTrue();
        assertThat(node.takesBack(new Gone(new NodeId("cache")))).isTrue();
    }

    @Test
    void tellsTheNameOfAnAddress() {
        assertThat(ask(ShimVerb.REVERSE, Side.NONE, 0, CACHE.bits(), "")).isEqualTo(ShimAnswer.text("cache"));
    }

    @Test
    void ownLoopbackLeadsToTheListenerThatMeantItFirst() {
        ask(ShimVerb.LISTEN, Side.PUBLIC, 6379, CACHE.bits(), "");
        ask(ShimVerb.LISTEN, Side.PUBLIC, 5432, CACHE.bits(), "");
        ask(ShimVerb.LISTEN, Side.PRIVATE, 5432, CACHE.bits(), "");

        assertThat(localhost(6379)).isEqualTo(Side.PUBLIC);
        assertThat(localhost(5432)).isEqualTo(Side.PRIVATE);
        assertThat(localhost(80)).isEqualTo(Side.NONE);
    }

    @Test
    void aListenerWithoutPortOrSideIsRefused() {
        assertThat(ask(ShimVerb.LISTEN, Side.NONE, 80, 0, "")).isEqualTo(ShimAnswer.error(Errno.EINVAL));
        assertThat(ask(ShimVerb.LISTEN, Side.PUBLIC, 0, 0, "")).isEqualTo(ShimAnswer.error(Errno.EINVAL));
    }

    private ShimAnswer resolve(String name) {
        return ask(ShimVerb.RESOLVE, Side.NONE, 0, 0, name);
    }

    private Side localhost(int port) {
        return ask(ShimVerb.LOCALHOST, Side.NONE, port, 0, "").side();
    }

    private ShimAnswer ask(ShimVerb verb, Side side, int port, int address, String text) {
        return node.answer(new ShimRequest(verb, side.code(), port, address, 0, GuestSecret.random(), text));
    }
}
