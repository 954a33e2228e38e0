// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;

/** Python's asyncio at both ends, wherever they run. Confined to the thread of the test. */
record AsyncioNodes(Overlay overlay, Program python) {
    private static final String SERVER = """
            import asyncio
            async def serve(reader, writer):
                while line := await reader.readline():
                    writer.write(line.upper())
                    await writer.drain()
                writer.close()
            async def main():
                server = await asyncio.start_server(serve, "0.0.0.0", 7000)
                print("serving", server.sockets[0].getsockname(), flush=True)
                await server.serve_forever()
            asyncio.run(main())
            """;
    private static final String CLIENT = """
            import asyncio
            async def one(number):
                reader, writer = await asyncio.open_connection("upper", 7000)
                for turn in range(5):
                    writer.write(b"hello %d %d\\n" % (number, turn))
                    assert await reader.readline() == b"HELLO %d %d\\n" % (number, turn)
                peer = writer.get_extra_info("peername")
                writer.close()
                return peer
            async def main():
                peers = await asyncio.gather(*[one(n) for n in range(100)])
                print(len(peers), set(peers))
            asyncio.run(main())
            """;

    void ahundredConnectionsAtATime() {
        overlay.node("upper", python.with("-c", SERVER)).awaitSaid("serving");

        var result = overlay.run(python.with("-c", CLIENT));

        assertThat(result.succeeded().out()).matches("100 \\{\\('10\\.\\d+\\.\\d+\\.\\d+', 7000\\)}\n");
    }
}
