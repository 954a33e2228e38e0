// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JSON lines in one file per process, handed to the operating system event by event, so that a killed process leaves all its
 * events. Each line begins with {@code p} (process), {@code q} (counter), {@code t} (monotonic nanoseconds), {@code e} (event).
 * Thread-safe.
 */
public final class TraceFile implements Trace, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);

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
     * @throws BoxerException USER if the file cannot be made
     */
    public static TraceFile open(Path directory, String name, String process) {
        try {
            Files.createDirectories(directory);
            return onto(create(directory, name), process);
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message(
                            "trace=%s: no file can be made there (%s); name another directory", directory, e),
                    e);
        }
    }

    /** A trace onto what is open already. */
    static TraceFile onto(Writer file, String process) {
        return new TraceFile(new Sheet(file), process);
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
            // whoever is traced must not stop half-way for it
            sheet.closed = true;
            LOG.error("trace of {} ends here, the file cannot be written: {}", process, e.toString());
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
                LOG.warn("trace of {} lacks its last lines: {}", process, e.toString());
            }
        }
    }
}
