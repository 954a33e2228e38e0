// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.file;

import static io.boxer.common.BoxerException.user;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.compose.Application;
import io.boxer.compose.Expansion;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A boxer.yaml. Immutable.
 *
 * @param path absolute
 * @param application what it says
 * @param json the same as JSON, with the files that it names read and its working directories absolute: what the daemon takes
 */
public record ApplicationFile(Path path, Application application, JsonNode json) {
    private static final int LONGEST_SOURCE_BYTES = 512 << 10;

    /**
     * Reads and checks it, and the files that it names.
     *
     * @throws BoxerException USER with file, line, column, value, rule and the nearest right word
     */
    public static ApplicationFile read(Path file) {
        Path path = file.toAbsolutePath().normalize();
        return of(path, file.toString(), content(path, "%s is not there; boxer up FILE reads another".formatted(file)));
    }

    private static ApplicationFile of(Path path, String name, String text) {
        Document document = YamlReader.read(name, text);
        new SchemaCheck().check(document);
        Path directory = path.resolveSibling("");
        inlineSources(document, directory);
        return new ApplicationFile(path, parse(document, directory), document.root());
    }

    /**
     * An application that came as JSON.
     *
     * @throws BoxerException USER as {@link #read}, with paths instead of lines
     */
    public static Application parse(JsonNode json) {
        var document = new Document(json, new Places("application"));
        new SchemaCheck().check(document);
        return parse(document, Path.of("/"));
    }

    private static Application parse(Document document, Path directory) {
        var parser = new ServiceParser(document.places(), directory);
        Application application = new ApplicationParser(document, parser).parse();
        Expansion.nodes(application, Map.of(), Path.of("/")); // refuses unknown variables
        return application;
    }

    private static void inlineSources(Document document, Path directory) {
        ApplicationParser.entries(document.root().path("services")).forEach((name, service) -> {
            if (service instanceof ObjectNode mapping && mapping.has("working_directory")) {
                String given = mapping.path("working_directory").asText();
                mapping.put(
                        "working_directory",
                        given.startsWith("${")
                                ? given
                                : directory.resolve(given).normalize().toString());
            }
            ApplicationParser.entries(service.path("files")).forEach((target, file) -> {
                if (file.has("source") && service.path("files") instanceof ObjectNode files) {
                    String pointer = Places.child("/services/" + name + "/files", target) + "/source";
                    files.put(
                            target, source(directory.resolve(file.path("source").asText()), document, pointer));
                }
            });
        });
    }

    private static String source(Path file, Document document, String pointer) {
        String place = document.places().ofValue(pointer);
        String content = content(file, "%s: %s is not there".formatted(place, file));
        BoxerException.require(
                content.length() <= LONGEST_SOURCE_BYTES,
                "%s: %s is longer than %d KiB; have the program read it where it is",
                place,
                file,
                LONGEST_SOURCE_BYTES >> 10);
        return content;
    }

    private static String content(Path file, String absent) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException none) {
            throw new BoxerException(ErrorCode.USER, absent, none);
        } catch (CharacterCodingException binary) {
            throw new BoxerException(ErrorCode.USER, file + " is not a text in UTF-8", binary);
        } catch (IOException cannot) {
            throw new BoxerException(ErrorCode.USER, "%s cannot be read: %s".formatted(file, cannot), cannot);
        }
    }

    /**
     * Only the name that a file gives, as far as it can be read at all: for commands that ask what runs.
     *
     * @throws BoxerException USER if it has none
     */
    public static String nameIn(Path file) {
        JsonNode name = YamlReader.read(file.toString(), content(file, file + " is not there"))
                .root()
                .path("name");
        if (!name.isTextual()) {
            throw user("%s lacks the key 'name'", file);
        }
        return name.asText();
    }
}
