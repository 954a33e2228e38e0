// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.boxer.common.BoxerException;
import io.boxer.common.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** Holds a document against boxer.schema.json. Immutable. */
final class SchemaCheck {
    private static final String SCHEMA = "boxer.schema.json";
    private static final int LONGEST_VALUE = 60;

    private final JsonNode root;
    private final JsonSchema schema;

    SchemaCheck() {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException(SCHEMA + " is not in the jar: the build is broken");
            }
            root = new ObjectMapper().readTree(in);
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(
                            root,
                            SchemaValidatorsConfig.builder()
                                    .pathType(PathType.JSON_POINTER)
                                    .build());
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /**
     * Does nothing if the document is as the schema says.
     *
     * @throws BoxerException USER with a line for each thing that is not
     */
    void check(Document document) {
        List<String> wrong = schema.validate(document.root()).stream()
                .sorted(Comparator.comparingLong(message ->
                        document.places().rank(message.getInstanceLocation().toString())))
                .map(message -> words(message, document))
                .distinct()
                .toList();
        if (!wrong.isEmpty()) {
            throw BoxerException.user(String.join("\n  ", wrong));
        }
    }

    private String words(ValidationMessage message, Document document) {
        String pointer = message.getInstanceLocation().toString();
        JsonNode value = document.root().at(pointer);
        Places places = document.places();
        return switch (message.getType()) {
            case "additionalProperties" ->
                "%s is no key here%s"
                        .formatted(
                                places.ofKey(Places.child(pointer, message.getProperty())),
                                instead(message.getProperty(), known(message)));
            case "required" -> "%s lacks the key '%s'".formatted(places.ofKey(pointer), message.getProperty());
            case "propertyNames" ->
                "%s: '%s' is not %s"
                        .formatted(
                                places.ofKey(Places.child(pointer, message.getProperty())),
                                message.getProperty(),
                                form(message.getSchemaNode().path("pattern")));
            case "type" ->
                "%s: %s is not %s".formatted(places.ofValue(pointer), shown(value), types(message.getSchemaNode()));
            case "enum" -> {
                List<String> choices = texts(message.getSchemaNode());
                yield "%s: %s is not one of %s%s"
                        .formatted(
                                places.ofValue(pointer),
                                shown(value),
                                String.join(", ", choices),
                                Nearest.of(value.asText(), choices)
                                        .map("; did you mean %s?"::formatted)
                                        .orElse(""));
            }
            case "pattern" ->
                "%s: %s is not %s".formatted(places.ofValue(pointer), shown(value), form(message.getSchemaNode()));
            default -> "%s: %s: %s".formatted(places.ofValue(pointer), shown(value), message.getError());
        };
    }

    /** The patterns of the schema, in words. */
    private static String form(JsonNode pattern) {
        return switch (pattern.asText()) {
            case "^[0-9]{1,9}(ms|s|m|h)$" -> "a time: a whole number with ms, s, m or h, such as 5s";
            case "^[0-9]{1,5}:[0-9]{1,5}$" -> "HOST-PORT:NODE-PORT, such as \"8080:80\"";
            case "^[a-z0-9][a-z0-9-]{0,58}$" -> "a name: 1 to 59 of a-z, 0-9 and -, the first not a dash";
            case "^[A-Za-z_][A-Za-z0-9_]*$" -> "the name of a variable: letters, digits and _, the first no digit";
            case "^[^/]" -> "a path below the node's directory, such as conf/zoo.cfg";
            case "^/" -> "a path that begins with /";
            default -> "of the form " + pattern.asText();
        };
    }

    /** The keys that the mapping may have: the siblings of the rule that forbids others. */
    private List<String> known(ValidationMessage message) {
        String rule = message.getSchemaLocation().getFragment().toString();
        List<String> names = new ArrayList<>();
        root.at(rule.substring(0, rule.lastIndexOf('/')))
                .path("properties")
                .properties()
                .forEach(entry -> names.add(entry.getKey()));
        return names;
    }

    private static String instead(String key, List<String> known) {
        return Nearest.of(key, known)
                .map("; did you mean '%s'?"::formatted)
                .orElseGet(() -> known.isEmpty() ? "" : "; there are " + String.join(", ", known));
    }

    private static String types(JsonNode types) {
        return types.isArray()
                ? texts(types).stream().map(SchemaCheck::type).collect(joining(" or "))
                : type(types.asText());
    }

    private static String type(String name) {
        return switch (name) {
            case "string" -> "a text (in quotes, where it looks like a number)";
            case "integer" -> "a whole number";
            case "array" -> "a list";
            case "object" -> "a mapping (KEY: VALUE)";
            case "boolean" -> "true or false";
            default -> name;
        };
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String shown(JsonNode value) {
        String text = value.isNull() ? "nothing" : value.toString();
        return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
    }
}
