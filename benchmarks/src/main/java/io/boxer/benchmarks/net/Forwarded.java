// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.lab.Lab;
import io.boxer.lab.LabHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The gateway of a function in a lab, told to forward ports to it, as people do at home who want to be reached without us.
 *
 * @param host behind the gateway
 */
record Forwarded(Lab lab, String host) {
    /** Ports that it forwards: all that the kernel gives out by itself. */
    private static final String PORTS = "32768-60999";

    /** @return the address at which the function can be reached from now on */
    String toAll() {
        LabHost behind = lab.plan().host(host);
        nft(behind, "add table ip forwarded");
        nft(behind, "add chain ip forwarded arrivals { type nat hook prerouting priority dstnat; }");
        nft(
                behind,
                "add rule ip forwarded arrivals iifname wan tcp dport %s dnat to %s"
                        .formatted(PORTS, behind.address()));
        nft(behind, "insert rule ip boxer through ct status dnat accept");
        return behind.outside();
    }

    private void nft(LabHost behind, String rule) {
        String gateway = lab.plan().prefix() + "-gw" + behind.gateway();
        List<String> words = Words.of(
                lab.ground().entrance(),
                lab.tools().ip(),
                List.of("netns", "exec", gateway),
                lab.tools().nft(),
                List.of(rule));
        try {
            var process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw BoxerException.bug("'%s' failed: %s", String.join(" ", words), said.strip());
            }
        } catch (IOException cannot) {
            throw new BoxerException(ErrorCode.USER, "nft cannot be run: " + cannot.getMessage(), cannot);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw BoxerException.user("interrupted while a port was forwarded");
        }
    }
}
