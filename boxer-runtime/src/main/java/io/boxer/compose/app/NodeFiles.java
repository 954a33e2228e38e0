// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.common.process.Shell;
import io.boxer.compose.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands on disk for a node: its directory with the files of its service, and a script for /bin/sh that sets the
 * environment and becomes the program. So neither environment nor command stands on a command line that other users see.
 *
 * <p>Thread-safe: every call reads or writes the disk; one thread writes for a node.
 */
record NodeFiles(AppDirectory directory) {
    private static final String OWNER_ONLY = "rw-------";

    /** Writes everything that a start needs. @return the script */
    Path write(NodeSpec spec) {
        Path own = own(spec);
        Path script = script(spec.name());
        try {
            Files.createDirectories(own);
            Files.deleteIfExists(directory.guestFile(spec.name()));
            for (Map.Entry<String, String> file : spec.program().files().entrySet()) {
                Path target = own.resolve(file.getKey());
                Files.createDirectories(target.resolveSibling(""));
                Files.writeString(target, file.getValue());
            }
            Files.deleteIfExists(script);
            Files.createFile(script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            Files.writeString(script, text(spec));
            return script;
        } catch (IOException cannot) {
            throw new BoxerException(
                    ErrorCode.USER,
                    "the files of node %s cannot be written: %s".formatted(spec.name(), cannot),
                    cannot);
        }
    }

    private String text(NodeSpec spec) {
        var text = new StringBuilder("# SPDX-License-Identifier: Apache-2.0\n# starts node " + spec.name() + "\n");
        text.append("cd ")
                .append(Shell.quote(workingDirectory(spec).toString()))
                .append(" || exit 126\n");
        spec.program()
                .environment()
                .forEach((name, value) -> text.append("export ")
                        .append(name)
                        .append('=')
                        .append(Shell.quote(value))
                        .append('\n'));
        return text.append("exec ")
                .append(Shell.quote(spec.program().command()))
                .append('\n')
                .toString();
    }

    Path own(NodeSpec spec) {
        return directory.nodes().resolve(spec.name());
    }

    Path workingDirectory(NodeSpec spec) {
        return spec.program().workingDirectory().map(Path::of).orElseGet(() -> own(spec));
    }

    /** Nothing is left of a node that is gone but its log. */
    void remove(String node) {
        AppDirectory.deleteAll(directory.nodes().resolve(node));
        AppDirectory.deleteAll(script(node));
        AppDirectory.deleteAll(directory.guestFile(node));
    }

    private Path script(String node) {
        return directory.nodes().resolve(node + ".sh");
    }

    /** {@code BOXER_NODE=1;cache;10.77.0.2;…}, once its supervisor has joined. */
    Optional<String> guest(String node) {
        try {
            List<String> lines = Files.readAllLines(directory.guestFile(node));
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(0));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
