// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ReadyTest {
    @Test
    void theLineIsReadAsItWasWritten() {
        var ready = new Ready(HostPort.parse("127.0.0.1:40001"), HostPort.parse("[::1]:40002"));

        assertThat(ready.line()).isEqualTo("ready admin=127.0.0.1:40001 listen=[::1]:40002");
        assertThat(Ready.parse(ready.line() + "\n")).contains(ready);
    }

    @Test
    void anotherLineIsNotReady() {
        assertThat(Ready.parse("")).isEmpty();
        assertThat(Ready.parse("readying admin=a:1 listen=b:2")).isEmpty();
        assertThat(Ready.parse("ready admin=127.0.0.1:1")).isEmpty();
    }

    @Test
    void theLineWithAnAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Ready.parse("ready admin=here listen=there"))
                .hasMessage("'here' is not an address; write HOST:PORT, such as 127.0.0.1:7777 or [::1]:7777");
    }
}
