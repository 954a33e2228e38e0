// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a daemon of ours holds at one time.
 *
 * @param liveBytes of its heap after a full collection, if the JDK's jcmd is there to ask
 */
record Census(long descriptors, long threads, double residentMebibytes, Optional<Long> liveBytes) {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

    /** @param jcmd of the JDK that the daemon runs on */
    static Census of(long pid, Path jcmd) {
        Optional<Long> live = liveBytes(pid, jcmd); // first: to be asked costs a thread and a descriptor, once
        var usage = new ProcessUsage(pid);
        return new Census(usage.descriptors(), usage.threads(), usage.residentMebibytes(), live);
    }

    private static Optional<Long> liveBytes(long pid, Path jcmd) {
        if (!jcmd.toFile().canExecute()) {
            return Optional.empty();
        }
        try {
            var asking = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            asking.getOutputStream().close();
            String said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Optional.of(TOTAL.matcher(said)
                    .results()
                    .map((MatchResult total) -> Long.parseLong(total.group(1)))
                    .findFirst()
                    .orElseThrow(
                            () -> BoxerException.peer("process %d does not tell its heap: %s", pid, said.strip())));
        } catch (IOException cannot) {
            throw new BoxerException(ErrorCode.PEER, "%s cannot be run: %s".formatted(jcmd, cannot), cannot);
        }
    }
}
