// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.boxer.tpcds.data.Checksum;
import io.boxer.tpcds.query.QueryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A reference answer as JSON lines, which keep every type exactly: numbers are text, the header has the types.
 *
 * <pre>
 * {"origin":"…","columns":[{"name":"d_year","type":"integer"},…],"rows":2,"before":2,"tied":0}
 * ["1998","3.50",null]           rows, then tied rows
 * ["1999","7.00","x"]
 * {"crc32c":"0a1b2c3d"}          of all bytes before this line
 * </pre>
 *
 * No state.
 */
public final class ReferenceFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReferenceFile() {}

    record Header(String origin, List<ResultColumn> columns, int rows, int before, int tied) {}

    record Trailer(String crc32c) {}

    static Path path(Path answers, QueryName query) {
        return answers.resolve(query + ".jsonl");
    }

    /** @param origin what the answer was computed from; {@link #has} asks for the same */
    static void write(Path answers, QueryName query, String origin, Reference reference) throws IOException {
        StringBuilder text = new StringBuilder();
        line(
                text,
                new Header(
                        origin,
                        reference.columns(),
                        reference.rows().size(),
                        reference.before(),
                        reference.tied().size()));
        for (Row row : reference.rows()) {
            line(text, json(row));
        }
        for (Row row : reference.tied()) {
            line(text, json(row));
        }
        line(text, new Trailer(Checksum.of(text.toString().getBytes(StandardCharsets.UTF_8))));
        Path file = path(answers, query);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads an answer of any origin.
     *
     * @throws UncheckedIOException if the file is missing or damaged, with the reason
     */
    public static Reference read(Path answers, QueryName query) {
        Path file = path(answers, query);
        try {
            return parse(checkedLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("reference answer " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Whether a whole answer of this origin is there. */
    static boolean has(Path answers, QueryName query, String origin) {
        try {
            return header(checkedLines(path(answers, query))).origin().equals(origin);
        } catch (IOException e) {
            return false;
        }
    }

    private static void line(StringBuilder text, Object value) throws IOException {
        text.append(JSON.writeValueAsString(value)).append('\n');
    }

    private static ArrayNode json(Row row) {
        ArrayNode array = JSON.createArrayNode();
        for (Cell cell : row.cells()) {
            if (cell instanceof Cell.Null) {
                array.addNull();
            } else if (cell instanceof Cell.Text string) {
                array.add(string.value());
            } else {
                array.add(cell.toString());
            }
        }
        return array;
    }

    /** The lines before the trailer. */
    private static List<String> checkedLines(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("it is missing");
        }
        String text = Files.readString(file);
        int trailer = text.lastIndexOf('\n', text.length() - 2) + 1;
        String body = text.substring(0, trailer);
        String found = Checksum.of(body.getBytes(StandardCharsets.UTF_8));
        if (!text.endsWith("\n") || !text.substring(trailer).equals(trailerLine(found))) {
            throw new IOException("it is damaged: its content has the checksum " + found + ", its last line says "
                    + text.substring(trailer).strip());
        }
        return body.lines().toList();
    }

    private static String trailerLine(String checksum) throws IOException {
        return JSON.writeValueAsString(new Trailer(checksum)) + "\n";
    }

    private static Header header(List<String> lines) throws IOException {
        return JSON.readValue(lines.get(0), Header.class);
    }

    private static Reference parse(List<String> lines) throws IOException {
        Header header = header(lines);
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            rows.add(row(header.columns(), JSON.readTree(line)));
        }
        if (rows.size() != header.rows() + header.tied()) {
            throw new IOException(
                    "it has " + rows.size() + " rows, its header says " + header.rows() + " and " + header.tied());
        }
        return new Reference(
                header.columns(),
                rows.subList(0, header.rows()),
                header.before(),
                rows.subList(header.rows(), rows.size()));
    }

    private static Row row(List<ResultColumn> columns, JsonNode cells) {
        return new Row(IntStream.range(0, columns.size())
                .mapToObj(i -> cells.get(i).isNull()
                        ? new Cell.Null()
                        : CellText.parse(columns.get(i), cells.get(i).textValue()))
                .toList());
    }
}
