// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.HostPort;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BindRuleTest {
    private static final KeyFile GIVEN = new KeyFile(Path.of("/keys/a"), true);
    private static final KeyFile FOUND = new KeyFile(Path.of("/home/u/.config/boxer/default.key"), false);

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7777", "[::]:7777", "10.0.0.5:7777", "[::ffff:0.0.0.0]:7777"})
    void anAddressThatOthersReachNeedsAKeyThatSomebodyGave(String address) {
        var parsed = HostPort.parse(address);

        assertThatThrownBy(() -> BindRule.check("--listen", parsed, FOUND))
                .hasMessage(
                        "--listen=%s is reachable from other machines and needs a key that they have too;"
                                + " set --key-file or BOXER_KEY_FILE, or bind 127.0.0.1:7777",
                        address);
        assertThatCode(() -> BindRule.check("--listen", parsed, GIVEN)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:7777", "127.9.9.9:0", "[::1]:7777", "localhost:7777"})
    void theLoopbackNeedsNone(String address) {
        assertThatCode(() -> BindRule.check("--listen", HostPort.parse(address), FOUND))
                .doesNotThrowAnyException();
    }
}
