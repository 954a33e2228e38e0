// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.boxer.cluster.screen.Screen;
import io.boxer.cluster.screen.Terminal;
import java.io.PrintWriter;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command writes: results to stdout, as lines or as JSON; progress to stdout too, unless JSON goes there.
 * Thread-safe as its writers are.
 */
public final class Console {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final Pattern TERMINALS = Pattern.compile("(\\d+):([12]+)");

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    public Console(CommandSpec spec, boolean json) {
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
        this.json = json;
    }

    /** A line for a person; nothing when JSON was asked for. */
    public void say(String format, Object... values) {
        if (!json) {
            out.println(String.format(java.util.Locale.ROOT, format, values));
        }
    }

    /** The result, if JSON was asked for. */
    public void json(Object value) {
        if (json) {
            try {
                out.println(JSON.writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not a plain value", e);
            }
        }
    }

    public boolean isJson() {
        return json;
    }

    /** The screen for progress. */
    public Screen screen() {
        return json ? new Screen(err, terminal('2')) : new Screen(out, terminal('1'));
    }

    public PrintWriter out() {
        return out;
    }

    /** The launcher says how wide the terminal is and which of 1 (stdout) and 2 (stderr) are one: {@code 120:12}. */
    private static Terminal terminal(char stream) {
        Map<String, String> environment = System.getenv();
        var given = TERMINALS.matcher(System.getProperty("boxer.terminal", ""));
        return given.matches() && given.group(2).indexOf(stream) >= 0
                ? Terminal.of(Integer.parseInt(given.group(1)), environment)
                : Terminal.none(environment);
    }
}
