// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.shim.ProxyWay.Forward;
import io.boxer.shim.ProxyWay.Served;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyWayTest {
    @Test
    void aForwardedPortLeadsToANode() {
        assertThat(Forward.parse("6379=cache:6380")).isEqualTo(new Forward(6379, "cache", 6380));
        assertThat(Forward.parse("1=10.77.0.2:65535").word()).isEqualTo("forward:1:10.77.0.2:65535");
    }

    @Test
    void aServedPortLeadsToTheSamePortOfTheProgramUnlessItIsNamed() {
        assertThat(Served.parse("80").word()).isEqualTo("serve:80:80");
        assertThat(Served.parse("80=8080").word()).isEqualTo("serve:80:8080");
    }

    @Test
    void whatIsNoPortIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> Forward.parse("cache:6379"))
                .hasMessage(
                        "--forward cache:6379 is not LOCALPORT=NODE:PORT; write --forward 6379=cache:6379 for a program"
                                + " that connects to 127.0.0.1:6379");
        assertThatThrownBy(() -> Forward.parse("1=a b:2")).hasMessageContaining("is not LOCALPORT=NODE:PORT");
        assertThatThrownBy(() -> Forward.parse("0=cache:1"))
                .hasMessage("--forward 0=cache:1: 0 is not a port; write one of 1 to 65535");
        assertThatThrownBy(() -> Served.parse("80:8080"))
                .hasMessage(
                        "--serve 80:8080 is not PORT or PORT=LOCALPORT; write --serve 80=8080 for a program that listens"
                                + " on 127.0.0.1:8080 and is to be port 80 of its node");
        assertThatThrownBy(() -> Served.parse("70000"))
                .hasMessage("--serve 70000: 70000 is not a port; write one of 1 to 65535");
    }

    @Test
    void theGuestsLineHasTheWordsInFrontOfTheVariable() {
        var variable = new GuestVariable("a", "10.77.0.2", 24, "s", GuestSecret.random(), java.util.Optional.empty());

        assertThat(FrontEnd.AUTO.guestLine(variable, false, List.of())).isEqualTo("guest " + variable.assignment());
        assertThat(FrontEnd.PROXY.guestLine(variable, true, List.of(new Served(80, 8080), new Forward(1, "b", 2))))
                .isEqualTo("guest quiet proxy serve:80:8080 forward:1:b:2 " + variable.assignment());
    }
}
