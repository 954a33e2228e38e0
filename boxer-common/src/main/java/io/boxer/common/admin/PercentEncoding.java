// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decodes the parts of a request's target. */
final class PercentEncoding {
    private PercentEncoding() {}

    /** A segment of a path; unlike in a query, a plus is a plus. */
    static String segment(String raw) {
        return decode(raw.replace("+", "%2B"));
    }

    /** A query; a name without a value is passed over. */
    static Map<String, String> query(String raw) {
        var values = new LinkedHashMap<String, String>();
        for (var pair : raw.split("&", -1)) {
            var at = pair.indexOf('=');
            if (at > 0) {
                values.put(decode(pair.substring(0, at)), decode(pair.substring(at + 1)));
            }
        }
        return values;
    }

    private static String decode(String raw) {
        try {
            return URLDecoder.decode(raw, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message("'%s' is not percent-encoded; write %%25 for a percent sign", raw),
                    e);
        }
    }
}
