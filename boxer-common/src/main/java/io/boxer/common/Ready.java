// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one line that a daemon prints when it serves. Whoever started it learns from it which ports the kernel chose:
 *
 * <pre>ready admin=127.0.0.1:40001 listen=127.0.0.1:40002</pre>
 *
 * <p>Immutable.
 *
 * @param admin address of its admin API
 * @param listen address that it serves its own protocol on; that of the admin API if it has no other
 */
public record Ready(HostPort admin, HostPort listen) implements Daemon.Serving {
    private static final Pattern LINE = Pattern.compile("ready admin=(\\S+) listen=(\\S+)");

    @Override
    public String line() {
        return "ready admin=" + admin + " listen=" + listen;
    }

    /**
     * Reads a line of a daemon's standard output.
     *
     * @return nothing if it is another line
     * @throws BoxerException USER if it is this line with an address that is none
     */
    public static Optional<Ready> parse(String line) {
        var form = LINE.matcher(line.strip());
        return form.matches()
                ? Optional.of(new Ready(HostPort.parse(form.group(1)), HostPort.parse(form.group(2))))
                : Optional.empty();
    }
}
