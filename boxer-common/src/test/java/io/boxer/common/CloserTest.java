// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloserTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void theLastOpenedIsClosedFirstAndEachOnce() {
        var closer = new Closer();
        closer.closing("log", () -> closed.add("log"));
        closer.closing("server", () -> closed.add("server"));

        closer.close();
        closer.close();

        assertThat(closed).containsExactly("server", "log");
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersOpen() {
        var closer = new Closer();
        closer.closing("log", () -> closed.add("log"));
        closer.closing("server", () -> {
            throw new IOException("port is stuck");
        });

        closer.close();

        assertThat(closed).containsExactly("log");
    }

    @Test
    void whatComesTooLateIsClosedAtOnce() {
        var closer = new Closer();
        closer.close();

        assertThatThrownBy(() -> closer.closing("server", () -> closed.add("server")))
                .hasMessage("server is not opened: the process is going down");
        assertThat(closed).containsExactly("server");
    }
}
