// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a benchmark in the form that all benchmarks of this repository have.
 *
 * @param command as it was typed
 * @param commit of the sources, or {@code unknown}
 */
public record Report(String command, String commit, Machine machine, List<Figure> figures, List<Skipped> skipped) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Report {
        figures = List.copyOf(figures);
        skipped = List.copyOf(skipped);
    }

    /** @throws BoxerException USER if the file cannot be written */
    public void write(Path file) {
        try {
            Files.writeString(file, json() + "\n");
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER, "--json=%s cannot be written: %s; name another file".formatted(file, e), e);
        }
    }

    String json() {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("command", command);
        whole.put("commit", commit);
        whole.put("machine", machine);
        List<Object> results = new ArrayList<>();
        figures.forEach(figure -> results.add(fields(figure)));
        whole.put("results", results);
        whole.put("skipped", skipped);
        try {
            return JSON.writeValueAsString(whole);
        } catch (IOException e) {
            throw new IllegalStateException("not plain values", e);
        }
    }

    private static Map<String, Object> fields(Figure figure) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", figure.name());
        fields.put("unit", figure.unit());
        fields.put("ours", figure.ours());
        figure.peer().ifPresent(peer -> fields.put("peer", fields(peer)));
        figure.ratio().ifPresent(ratio -> {
            fields.put("ratio", ratio.median());
            fields.put("ratioMin", ratio.min());
            fields.put("ratioMax", ratio.max());
        });
        fields.put("goal", figure.goal().text());
        fields.put("met", figure.isMet());
        return fields;
    }

    private static Map<String, Object> fields(Figure.Peer peer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", peer.name());
        fields.put("median", peer.spread().median());
        fields.put("min", peer.spread().min());
        fields.put("max", peer.spread().max());
        fields.put("n", peer.spread().n());
        return fields;
    }
}
