// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * JSON lines in one file per process, handed to the operating system event by event, so that a killed process leaves all its
 * events. Each line begins with {@code p} (process), {@code q} (counter), {@code t} (monotonic nanoseconds), {@code e} (event).
 * Thread-safe.
 */
public final class TraceFile implements Trace, Closeable {
    private final Sheet sheet;
    private final String process;

    private TraceFile(Sheet sheet, String process) {
        this.sheet = sheet;
        this.process = process;
    }

    /** The file, shared by all processes in it; its monitor guards it. */
    private static final class Sheet {
        private final Writer file;
        private long lines;
        private boolean closed;

        Sheet(Writer file) {
            this.file = file;
        }
    }

    /**
     * Begins a file. What an earlier process of the same name left stays: the new file then has a number behind its name.
     *
     * @param directory is made if it is missing
     * @param name of the file, without its ending
     * @throws UncheckedIOException if the file cannot be made
     */
    public static TraceFile open(Path directory, String name, String process) {
        try {
            Files.createDirectories(directory);
            return new TraceFile(new Sheet(create(directory, name)), process);
        } catch (IOException e) {
            throw new UncheckedIOException("trace file %s in %s".formatted(name, directory), e);
        }
    }

    private static Writer create(Path directory, String name) throws IOException {
        for (int number = 1; ; number++) {
            Path file = directory.resolve((number == 1 ? name : name + "-" + number) + ".jsonl");
            try {
                return Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException earlier) {
                // the next number
            }
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Trace as(String other) {
        return new TraceFile(sheet, other);
    }

    @Override
    public void log(String event, Object... namesAndValues) {
        synchronized (sheet) {
            if (sheet.closed) {
                return;
            }
            StringBuilder line = new StringBuilder(160).append('{');
            field(line, "p", process);
            field(line, "q", ++sheet.lines);
            field(line, "t", System.nanoTime());
            field(line, "e", event);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                field(line, String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
            }
            line.setCharAt(line.length() - 1, '}');
            append(line.append('\n'));
        }
    }

    private void append(CharSequence line) {
        try {
            sheet.file.append(line);
            sheet.file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("trace of " + process, e);
        }
    }

    private static void field(StringBuilder line, String name, Object value) {
        line.append('"').append(name).append("\":");
        if (value instanceof Number || value instanceof Boolean) {
            line.append(value);
        } else {
            quote(line, String.valueOf(value));
        }
        line.append(',');
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ') {
                line.append("\\u%04x".formatted((int) c));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }

    /** What happens after this is not written. */
    @Override
    public void close() {
        synchronized (sheet) {
            sheet.closed = true;
            try {
                sheet.file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("trace of " + process, e);
            }
        }
    }
}
