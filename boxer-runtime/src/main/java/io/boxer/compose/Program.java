// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is run on a node. A node whose program changes is restarted. Immutable.
 *
 * @param command at least one word
 * @param environment added to that of the daemon
 * @param files content by path below the node's directory; written before each start
 * @param workingDirectory absolute; else the node's own directory
 */
public record Program(
        List<String> command,
        Map<String, String> environment,
        Map<String, String> files,
        Optional<String> workingDirectory) {
    public Program {
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
