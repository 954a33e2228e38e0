// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import static io.boxer.common.BoxerException.require;
import static io.boxer.common.BoxerException.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML 1.2 (its JSON schema: {@code yes} is a text, {@code 010} too) as JSON, remembering where everything stands.
 * A key given twice is refused. Confined to one thread.
 */
final class YamlReader {
    private static final int DEEPEST = 20;
    private static final int MOST_NODES = 20_000;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Places places;
    private int nodes;

    private YamlReader(Places places) {
        this.places = places;
    }

    /**
     * Reads a document.
     *
     * @param file its name, for messages
     * @throws BoxerException USER with line and column if it is no YAML
     */
    static Document read(String file, String text) {
        var places = new Places(file);
        try {
            Optional<Node> root = new Compose(LoadSettings.builder()
                            .setLabel(file)
                            .setUseMarks(true)
                            .build())
                    .composeString(text);
            Node found = root.orElseThrow(() -> user("%s is empty; docs/compose.md has an example", file));
            return new Document(new YamlReader(places).json(found, "", 0), places);
        } catch (MarkedYamlEngineException wrong) {
            throw new BoxerException(ErrorCode.USER, notYaml(file, wrong), wrong);
        } catch (YamlEngineException wrong) {
            throw new BoxerException(ErrorCode.USER, file + " is no YAML: " + wrong.getMessage(), wrong);
        }
    }

    private static String notYaml(String file, MarkedYamlEngineException wrong) {
        String place = wrong.getProblemMark()
                .map(mark -> ":%d:%d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                .orElse("");
        return "%s%s is no YAML: %s".formatted(file, place, wrong.getProblem());
    }

    private JsonNode json(Node node, String pointer, int depth) {
        node.getStartMark().ifPresent(mark -> places.value(pointer, line(mark), column(mark)));
        require(
                depth <= DEEPEST && ++nodes <= MOST_NODES,
                "%s has too much in it: at most %d levels and %d values; an alias that contains itself does that",
                places.ofValue(pointer),
                DEEPEST,
                MOST_NODES);
        if (node instanceof MappingNode mapping) {
            return object(mapping, pointer, depth);
        }
        if (node instanceof SequenceNode sequence) {
            var array = JSON.arrayNode();
            for (Node item : sequence.getValue()) {
                array.add(json(item, pointer + "/" + array.size(), depth + 1));
            }
            return array;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        throw user("%s is of a kind of YAML that is not used here; write texts, lists and mappings", pointer);
    }

    private JsonNode object(MappingNode mapping, String pointer, int depth) {
        var object = JSON.objectNode();
        for (var entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw user("%s has a key that is no text; write KEY: VALUE", places.ofValue(pointer));
            }
            String child = Places.child(pointer, key.getValue());
            key.getStartMark().ifPresent(mark -> places.key(child, line(mark), column(mark)));
            require(
                    !object.has(key.getValue()),
                    "%s is here a second time; remove one of the two",
                    places.ofKey(child));
            object.set(key.getValue(), json(entry.getValueNode(), child, depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (scalar.getTag().equals(Tag.INT)) {
            return JSON.numberNode(new BigInteger(text));
        }
        if (scalar.getTag().equals(Tag.FLOAT)) {
            return number(text);
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return JSON.booleanNode(Boolean.parseBoolean(text));
        }
        return scalar.getTag().equals(Tag.NULL) ? JSON.nullNode() : JSON.textNode(text);
    }

    private static JsonNode number(String text) {
        try {
            return JSON.numberNode(new BigDecimal(text));
        } catch (NumberFormatException infiniteOrNone) {
            return JSON.numberNode(Double.NaN);
        }
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static int column(Mark mark) {
        return mark.getColumn() + 1;
    }
}
