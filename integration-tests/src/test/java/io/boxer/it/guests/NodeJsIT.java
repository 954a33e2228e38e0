// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Node.js at both ends: a server, a keep-alive client, fetch. */
class NodeJsIT {
    @RegisterExtension
    static final Overlay OVERLAY = Overlay.open();

    private static final String SERVER = """
            require('http').createServer((request, response) => {
              response.end(`${request.socket.remoteAddress} ${request.url} ${request.socket.localPort}`);
            }).listen(80, () => console.log('listening'));
            """;
    private static final String CLIENT = """
            const http = require('http');
            const agent = new http.Agent({keepAlive: true, maxSockets: 10});
            let sockets = new Set(), left = 100;
            for (let i = 0; i < 100; i++) {
              http.get({host: 'web', path: '/' + i, agent}, response => {
                sockets.add(response.socket.localPort);
                let text = '';
                response.on('data', part => text += part).on('end', () => {
                  if (!text.includes(' /' + i + ' 80')) throw new Error(text);
                  if (--left === 0) { agent.destroy(); console.log(sockets.size <= 10, text.split(' ')[0]); }
                });
              }).on('error', error => { throw error; });
            }
            """;

    private static Program node;

    @BeforeAll
    static void start() {
        node = Program.need("node", "Node.js");
        assumeTrue(
                runs(),
                "not tested, since node does not run from where it was unpacked (Debian's needs files in /usr/share): Node.js");
        OVERLAY.node("web", node.with("-e", SERVER)).awaitSaid("listening");
    }

    private static boolean runs() {
        try {
            return new ProcessBuilder(node.with("-e", "0"))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void aHundredRequestsOverTenKeptConnections() {
        var result = OVERLAY.run(node.with("-e", CLIENT));

        assertThat(result.succeeded().out()).matches("true (::ffff:)?10\\.\\d+\\.0\\.\\d+\n");
    }

    @Test
    void localhostIsTheNodeItself() {
        String script = """
                const net = require('net');
                const server = net.createServer(socket => socket.end('mine')).listen(4000, '127.0.0.1', () => {
                  net.connect(4000, 'localhost').on('data', data => { console.log(String(data)); server.close(); });
                });
                """;

        var result = OVERLAY.run(node.with("-e", script));

        assertThat(result.succeeded().out()).isEqualTo("mine\n");
    }
}
