// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.process.ProcessId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the processes that run in a lab: those in one of its namespaces, and those that carry its mark in their environment.
 * Stateless: every call reads /proc.
 */
record LabProcesses(Lab lab) {
    /** All but the one that asks, and the holder of the ground. */
    List<ProcessId> all() {
        Set<String> spaces = spaces();
        String mark = "\0" + Lab.MARK + "=" + lab.plan().prefix() + "\0";
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\d+"))
                    .filter(entry -> spaces.contains(space(entry)) || ("\0" + environment(entry)).contains(mark))
                    .map(entry ->
                            ProcessId.of(Long.parseLong(entry.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .filter(process -> process.pid() != ProcessHandle.current().pid())
                    .filter(process -> !isHolder(process))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("/proc cannot be read: is this Linux?", e);
        }
    }

    private boolean isHolder(ProcessId process) {
        return lab.ground() instanceof Ground.UserNamespace ground
                && ground.holder().equals(process);
    }

    /** As /proc names the namespaces of the lab that are there. */
    private Set<String> spaces() {
        Set<String> found = new HashSet<>();
        for (String namespace : lab.plan().namespaces()) {
            try {
                Object inode = Files.getAttribute(lab.ground().names().resolve(namespace), "unix:ino");
                found.add("net:[" + inode + "]");
            } catch (IOException absent) {
                // not made, or removed
            }
        }
        return found;
    }

    private static String space(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/net")).toString();
        } catch (IOException goneOrAnothers) {
            return "";
        }
    }

    private static String environment(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrAnothers) {
            return "";
        }
    }
}
