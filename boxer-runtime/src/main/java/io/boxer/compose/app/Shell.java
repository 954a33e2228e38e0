// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Words for /bin/sh, each in quotes so that it stays as it is. Stateless. */
final class Shell {
    private Shell() {}

    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    static String quote(List<String> words) {
        return words.stream().map(Shell::quote).collect(joining(" "));
    }
}
