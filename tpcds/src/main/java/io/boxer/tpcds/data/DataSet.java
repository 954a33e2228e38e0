// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The 24 tables of one scale, in a directory of their own. Immutable; also read inside Spark's driver, so nothing here
 * needs more than Jackson.
 */
public final class DataSet {
    static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Manifest manifest;
    private final String fingerprint;

    private DataSet(Path directory, Manifest manifest, String fingerprint) {
        this.directory = directory;
        this.manifest = manifest;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads the manifest of a directory; the tables' files are not looked at ({@link #firstDamage()} does).
     *
     * @throws UncheckedIOException if there is no manifest, or it is not one
     */
    public static DataSet read(Path directory) {
        Path file = directory.resolve(MANIFEST);
        try {
            return new DataSet(directory, JSON.readValue(file.toFile(), Manifest.class), Checksum.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static void write(Path directory, Manifest manifest) throws IOException {
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(directory.resolve(MANIFEST).toFile(), manifest);
    }

    public Path directory() {
        return directory;
    }

    public String scale() {
        return manifest.scale();
    }

    /** Changes when any row, file, column or version changes: the checksum of the manifest. */
    public String fingerprint() {
        return fingerprint;
    }

    public List<TableData> tables() {
        return manifest.tables();
    }

    public List<Path> paths(TableData table) {
        return table.files().stream().map(f -> directory.resolve(f.name())).toList();
    }

    public long sizeBytes() {
        return tables().stream().mapToLong(TableData::sizeBytes).sum();
    }

    /** The first file that is not what the manifest says, in words, or empty if all are whole. Reads every byte. */
    public Optional<String> firstDamage() {
        return tables().stream()
                .flatMap(table -> table.files().stream())
                .flatMap(file -> damage(file).stream())
                .findFirst();
    }

    private Optional<String> damage(DataFile file) {
        Path path = directory.resolve(file.name());
        try {
            if (!Files.isRegularFile(path)) {
                return Optional.of(file.name() + " is missing");
            }
            if (Files.size(path) != file.bytes()) {
                return Optional.of(
                        file.name() + " has " + Files.size(path) + " bytes, the manifest says " + file.bytes());
            }
            String found = Checksum.of(path);
            return found.equals(file.crc32c())
                    ? Optional.empty()
                    : Optional.of(file.name() + " has the checksum " + found + ", the manifest says " + file.crc32c());
        } catch (IOException e) {
            return Optional.of(file.name() + " cannot be read: " + e.getMessage());
        }
    }
}
