// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code report.json} and {@code report.html}. Stateless. */
public final class ReportFiles {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFiles() {}

    public static String json(RunReport run) {
        try {
            return JSON.writeValueAsString(run);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report is not a plain value", e);
        }
    }

    /**
     * Makes the directory, so that a run does not end without a place for its report.
     *
     * @throws BoxerException USER if no file can be written there
     */
    public static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "report", ".tmp"));
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message(
                            "report=%s: nothing can be written there (%s); name another directory", directory, e),
                    e);
        }
    }

    /**
     * Writes both into a directory, which is made if need be.
     *
     * @throws IOException if the disk refuses
     */
    public static void write(RunReport run, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.json"), json(run));
        Files.writeString(directory.resolve("report.html"), ReportHtml.of(run));
    }
}
