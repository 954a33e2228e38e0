// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import com.sun.net.httpserver.Headers;
import io.boxer.common.HostPort;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Keeps web pages out. A page that a browser on this machine shows can send requests to our port, by a name that its
 * author lets point at the loopback; such a request carries that name as its Host, and the page as its Origin.
 *
 * <p>Immutable.
 */
record OriginRule(HostPort bound) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final Pattern HOST = Pattern.compile("(\\[[^]]*]|[^:\\[\\]]*)(:\\d{1,5})?");

    /** Throws if the request may come from a web page. */
    void check(Headers headers) {
        if (headers.containsKey("Origin")) {
            throw AdminException.forbidden("a request with an Origin comes from a page in a browser; use curl");
        }
        var values = headers.getOrDefault("Host", List.of());
        if (values.size() != 1 || !isOurs(values.get(0).toLowerCase(Locale.ROOT))) {
            throw AdminException.forbidden(
                    "Host=%s is not a name of this daemon; use %s", String.join(", ", values), bound);
        }
    }

    private boolean isOurs(String value) {
        var form = HOST.matcher(value);
        if (!form.matches()) {
            return false;
        }
        var host = form.group(1);
        return LOOPBACK.matcher(host).matches()
                || (host + ":0").equals(bound.withPort(0).toString().toLowerCase(Locale.ROOT))
                // bound to every address: a literal address is no name that somebody else can let point here
                || (isWildcard() && LITERAL.matcher(host).matches());
    }

    private boolean isWildcard() {
        return bound.host().equals("0.0.0.0") || bound.host().equals("::");
    }
}
