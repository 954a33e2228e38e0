// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** memcached, asked by a shell. */
class MemcachedIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    @BeforeAll
    static void start() {
        Program memcached = Program.need("memcached", "memcached");
        List<String> user = Overlay.isRoot() ? List.of("-u", "nobody") : List.of();
        OVERLAY.node(
                "cache",
                Stream.concat(memcached.with("-v", "-t", "2").stream(), user.stream())
                        .toList());
    }

    @Test
    void whatOneNodeHasStoredAnotherOneReads() {
        String connect =
                "for turn in {1..100}; do exec 3<>/dev/tcp/cache/11211 && break; sleep 0.1; done 2>/dev/null; ";

        var stored = OVERLAY.run(
                "bash", "-c", connect + "printf 'set colour 0 0 5\\r\\ngreen\\r\\nquit\\r\\n' >&3; cat <&3");
        var read = OVERLAY.run("bash", "-c", connect + "printf 'get colour\\r\\nquit\\r\\n' >&3; cat <&3");

        assertThat(stored.succeeded().out()).isEqualTo("STORED\r\n");
        assertThat(read.succeeded().out()).isEqualTo("VALUE colour 0 5\r\ngreen\r\nEND\r\n");
    }
}
