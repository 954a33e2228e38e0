// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON lines in one file per process, handed to the operating system event by event, so that a killed process leaves all its
 * events. Each line begins with {@code p} (process), {@code q} (counter), {@code t} (monotonic nanoseconds), {@code e} (event).
 * Thread-safe.
 */
public final class TraceFile implements Trace, Closeable {
    private final Writer file;
    private final String process;
    private final long[] counter;

    private TraceFile(Writer file, String process, long[] counter) {
        this.file = file;
        this.process = process;
        this.counter = counter;
    }

    /**
     * Begins a file; one of the same name is lost.
     *
     * @param directory is made if it is missing
     * @param name of the file, without its ending; other files in this directory have other names
     * @throws UncheckedIOException if the file cannot be made
     */
    public static TraceFile open(Path directory, String name, String process) {
        try {
            Files.createDirectories(directory);
            Writer file = Files.newBufferedWriter(directory.resolve(name + ".jsonl"), StandardCharsets.UTF_8);
            return new TraceFile(file, process, new long[1]);
        } catch (IOException e) {
            throw new UncheckedIOException("trace file %s in %s".formatted(name, directory), e);
        }
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Trace as(String other) {
        return new TraceFile(file, other, counter);
    }

    @Override
    public void log(String event, Object... namesAndValues) {
        synchronized (file) {
            StringBuilder line = new StringBuilder(160).append('{');
            field(line, "p", process);
            field(line, "q", ++counter[0]);
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
            file.append(line);
            file.flush();
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

    @Override
    public void close() {
        synchronized (file) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException("trace of " + process, e);
            }
        }
    }
}
