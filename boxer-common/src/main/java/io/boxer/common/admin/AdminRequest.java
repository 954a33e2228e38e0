// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
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
     * The body as JSON; an empty body is an empty object.
     *
     * @throws BoxerException USER with the place if it is no JSON of that form, or has a field too many
     */
    public <T> T body(Class<T> form) {
        try {
            T value = Json.strict().readValue(body.isEmpty() ? "{}" : body, form);
            if (value == null) {
                throw BoxerException.user("the body is null, not the JSON of a %s", form.getSimpleName());
            }
            return value;
        } catch (JsonProcessingException notOfThatForm) {
            JsonLocation place =
                    Optional.ofNullable(notOfThatForm.getLocation()).orElse(JsonLocation.NA);
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message(
                            "the body is not the JSON of a %s: line %d, column %d: %s",
                            form.getSimpleName(), place.getLineNr(), place.getColumnNr(), reason(notOfThatForm)),
                    notOfThatForm);
        }
    }

    private static String reason(JsonProcessingException notOfThatForm) {
        if (notOfThatForm instanceof UnrecognizedPropertyException unknown) {
            return unknown.getPropertyName() + " is not a field of it; its fields are " + unknown.getKnownPropertyIds();
        }
        return notOfThatForm.getOriginalMessage();
    }
}
