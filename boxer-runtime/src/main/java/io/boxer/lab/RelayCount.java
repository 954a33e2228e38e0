// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.admin.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks the relay of a lab, on the public host where only it can be asked, what it has forwarded. Stateless. */
public record RelayCount(Lab lab) {
    private static final String ASK = """
            exec 3<>/dev/tcp/%1$s/%2$d
            printf 'GET /v1/status HTTP/1.0\\r\\nHost: %1$s:%2$d\\r\\n\\r\\n' >&3
            exec cat <&3
            """.formatted(LabDaemons.RELAY_ADMIN.host(), LabDaemons.RELAY_ADMIN.port());

    /**
     * Connections since its start of which both ends came.
     *
     * @throws BoxerException PEER if it does not answer
     */
    public long joined() {
        List<String> words = new ArrayList<>(lab.onPublicHost());
        words.addAll(List.of("bash", "-c", ASK));
        try {
            var process = new ProcessBuilder(words).start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            int body = answer.indexOf("\r\n\r\n");
            BoxerException.require(
                    body >= 0, "the relay of the lab does not answer; boxer lab ps shows whether it runs");
            return Json.mapper().readTree(answer.substring(body)).path("joined").asLong();
        } catch (IOException cannot) {
            throw new BoxerException(ErrorCode.PEER, "the relay of the lab does not answer: " + cannot, cannot);
        }
    }
}
