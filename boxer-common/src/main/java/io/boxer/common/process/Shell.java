// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.process;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Words for /bin/sh, each in quotes so that it stays as it is. Stateless. */
public final class Shell {
    private Shell() {}

    public static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    public static String quote(List<String> words) {
        return words.stream().map(Shell::quote).collect(joining(" "));
    }
}
