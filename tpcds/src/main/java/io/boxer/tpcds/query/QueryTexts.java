// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The texts that Apache Spark tests itself with, read from its test jar ({@code
 * org.apache.spark:spark-sql_2.13:test-jar:tests}); they are not copied into this project. Immutable.
 */
public final class QueryTexts {
    private final Map<QueryName, String> texts;

    private QueryTexts(Map<QueryName, String> texts) {
        this.texts = texts;
    }

    /**
     * Reads all 103 texts.
     *
     * @throws UncheckedIOException if the jar cannot be read or one of the texts is not in it
     */
    public static QueryTexts fromJar(Path jar) {
        Map<QueryName, String> texts = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (QueryName name : QueryName.all()) {
                texts.put(name, read(zip, name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read the query texts from " + jar + ": " + e.getMessage()
                            + "; it must be Spark's spark-sql_2.13 tests jar",
                    e);
        }
        return new QueryTexts(texts);
    }

    private static String read(ZipFile zip, QueryName name) throws IOException {
        ZipEntry entry = zip.getEntry("tpcds/" + name + ".sql");
        if (entry == null) {
            throw new IOException("tpcds/" + name + ".sql is not in it");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
        }
    }

    /** The text as Spark runs it, without a semicolon. */
    public String text(QueryName name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalStateException("fromJar reads a text for every name, but not for " + name);
        }
        return text;
    }
}
