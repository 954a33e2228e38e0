// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.BoxerException;
import io.boxer.common.process.DaemonProcess;
import io.boxer.common.process.Ending;
import io.boxer.common.process.ProcessId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Where the namespaces of a lab have their names. Immutable. */
public sealed interface Ground {
    /** The words in front of a command that names such a namespace. */
    List<String> entrance();

    /** The directory of the names, as this process sees it. */
    Path names();

    /** Ends it, when no namespace is needed any more. Harmless twice. */
    void remove();

    /** This machine's own list, {@code ip netns list}; for root. */
    record Machine() implements Ground {
        @Override
        public List<String> entrance() {
            return List.of();
        }

        @Override
        public Path names() {
            return Path.of("/run/netns");
        }

        @Override
        public void remove() {
            // the namespaces themselves are all there is
        }
    }

    /**
     * A user namespace, in which everybody is root: no privilege is needed.
     *
     * @param holder the process that keeps it while nothing else runs there
     */
    record UserNamespace(ProcessId holder) implements Ground {
        private static final Duration PATIENCE = Duration.ofSeconds(2);

        @Override
        public List<String> entrance() {
            // entering another view of the disk changes the working directory, which env then restores
            return List.of(
                    "nsenter",
                    "--preserve-credentials",
                    "-U",
                    "-m",
                    "-n",
                    "-t",
                    Long.toString(holder.pid()),
                    "env",
                    "-C",
                    Path.of("").toAbsolutePath().toString());
        }

        @Override
        public Path names() {
            return Path.of("/proc", Long.toString(holder.pid()), "root/run/netns");
        }

        @Override
        public void remove() {
            Ending.end(List.of(holder), PATIENCE);
        }
    }

    /**
     * The machine's for root, else a user namespace.
     *
     * @param logs where the holder of that writes
     * @param mark set in its environment
     * @throws BoxerException USER if this user may make none
     */
    static Ground open(Path logs, Map<String, String> mark) {
        return isPrivileged() ? new Machine() : userNamespace(logs, mark);
    }

    /** Whether this user is root. */
    static boolean isPrivileged() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The same, a user namespace in any case. */
    static Ground userNamespace(Path logs, Map<String, String> mark) {
        // /run is not ours there, and ip keeps the names in it
        String script = "mount -t tmpfs none /run && echo holding >&2 && exec sleep infinity";
        var holder = DaemonProcess.start(
                "holder", List.of("setsid", "unshare", "-Urnm", "/bin/sh", "-c", script), mark, logs);
        try {
            holder.awaitLog(Pattern.compile("^holding$", Pattern.MULTILINE), Duration.ofSeconds(10));
            return new UserNamespace(holder.id());
        } catch (BoxerException cannot) {
            holder.process().destroyForcibly();
            throw BoxerException.user(
                    "a lab needs root, or user namespaces, which cannot be had here: %s%n  run it as root, or allow them:"
                            + " sysctl user.max_user_namespaces=10000, and where there is such a setting"
                            + " sysctl kernel.apparmor_restrict_unprivileged_userns=0",
                    cannot.getMessage().lines().findFirst().orElse(""));
        }
    }
}
