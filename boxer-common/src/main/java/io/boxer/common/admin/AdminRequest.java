// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import io.boxer.common.BoxerException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * One call of the admin API.
 *
 * @param parameters what stood for the names in braces of the route's path
 * @param query decoded; a name given twice counts once, the last time
 */
public record AdminRequest(Map<String, String> parameters, Map<String, String> query, String body) {
    /** What stood for {@code {name}} in the path. */
    public String parameter(String name) {
        return Optional.ofNullable(parameters.get(name))
                .orElseThrow(() -> BoxerException.bug("the route has no {%s}", name));
    }

    public long queryLong(String name, long absent) {
        String text = query.get(name);
        if (text == null) {
            return absent;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw BoxerException.user("%s=%s is not a whole number; write %s=%d, say", name, text, name, absent);
        }
    }

    /**
     * The body as JSON.
     *
     * @throws BoxerException USER if it is no JSON of that form
     */
    public <T> T body(Class<T> form) {
        try {
            return Json.mapper().readValue(body.isEmpty() ? "{}" : body, form);
        } catch (IOException notJson) {
            throw BoxerException.user(
                    "the body is not the JSON of a %s: %s; see the OpenAPI file",
                    form.getSimpleName(),
                    String.valueOf(notJson.getMessage()).lines().findFirst().orElse(""));
        }
    }
}
