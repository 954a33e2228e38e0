// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:7777,127.0.0.1,7777", "node-3.internal:0,node-3.internal,0", "[::1]:65535,::1,65535"})
    void anAddressIsReadAndWrittenTheSame(String text, String host, int port) {
        var address = HostPort.parse(text);

        assertThat(address).isEqualTo(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":7777", "host:", "::1:80", "a b:1", "host:-1", "host:999999", "[]:1"})
    void anotherFormIsRefusedWithTheRemedy(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .hasMessage("'%s' is not an address; write HOST:PORT, such as 127.0.0.1:7777 or [::1]:7777", text);
    }

    @Test
    void aPortThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> HostPort.parse("host:65536")).hasMessage("port=65536 is not in 0..65535");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,true",
        "127.77.0.9,true",
        "localhost,true",
        "::1,true",
        "::ffff:127.0.0.1,true",
        "0.0.0.0,false",
        "::,false",
        "10.0.0.5,false",
        "no-such-host.invalid,false"
    })
    void onlyTheLoopbackIsLoopback(String host, boolean loopback) {
        assertThat(new HostPort(host, 7777).isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Spot-1", "-a", "a_b", "a b", "a\u001b[31m", "é"})
    void aNameThatCouldConfuseALogOrAPathIsRefused(String name) {
        assertThatThrownBy(() -> new NodeId(name))
                .hasMessage("'%s' is not the name of a node; write 1 to 63 of a-z, 0-9 and -, such as spot-1", name);
    }

    @Test
    void aNameMayHave63CharactersAndNotOneMore() {
        assertThat(new NodeId("a".repeat(63))).hasToString("a".repeat(63));
        assertThatThrownBy(() -> new NodeId("a".repeat(64))).isInstanceOf(BoxerException.class);
    }

    @Test
    void aNodeThatRestartedAtTheSameAddressIsAnother() {
        var address = HostPort.parse("127.0.0.1:7001");

        assertThat(new NodeRef(address, 35))
                .isNotEqualTo(new NodeRef(address, 36))
                .hasToString("127.0.0.1:7001#z");
    }
}
