// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cluster.screen.Screen;
import io.boxer.common.BoxerException;
import io.boxer.common.admin.AdminClient;
import io.boxer.compose.app.AppStatus;
import io.boxer.compose.app.AppStatus.NodeStatus;
import io.boxer.compose.core.NodeState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Waits until all nodes of an application are ready: a table on a terminal, one line a node elsewhere. */
final class UpWait {
    private static final long LOOK_EVERY_NANOS = 100_000_000;
    private static final int LAST_LINES = 15;

    private final Screen screen;
    private final AdminClient client;
    private final Set<String> said = new HashSet<>();

    /** @param unchanged nodes of which nothing new is to be said */
    UpWait(Screen screen, AdminClient client, List<String> unchanged) {
        this.screen = screen;
        this.client = client;
        said.addAll(unchanged);
    }

    /**
     * Returns when each is ready, or has ended with 0.
     *
     * @throws BoxerException PEER with its last log lines if one failed, or does not become ready
     */
    AppStatus untilSettled() {
        try {
            while (true) {
                AppStatus status = AppTarget.status(client);
                status.nodes().stream().filter(node -> node.state().isSettled()).forEach(this::say);
                screen.draw(NodeTable.lines(status));
                Optional<NodeStatus> troubled =
                        status.nodes().stream().filter(NodeStatus::troubled).findFirst();
                if (troubled.isPresent()) {
                    throw trouble(troubled.get());
                }
                if (status.isSettled()) {
                    return status;
                }
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        } finally {
            screen.clear();
        }
    }

    private void say(NodeStatus node) {
        if (said.add(node.name())) {
            String what = node.state() == NodeState.ENDED ? "done" : "ready";
            if (!screen.terminal().live()) {
                screen.say("✓ %s %s %s"
                        .formatted(node.name(), what, node.address())
                        .stripTrailing());
            }
        }
    }

    private static BoxerException trouble(NodeStatus node) {
        List<String> lines = LogFile.lastLines(node.log(), LAST_LINES);
        String why = node.state() == NodeState.FAILED
                ? "ended with %d".formatted(node.exitCode())
                : "does not become ready" + (node.reason().isEmpty() ? "" : ": " + node.reason())
                        + (node.restarts() == 0 ? "" : "; it was restarted %d times".formatted(node.restarts()));
        String log = lines.isEmpty() ? "\n  it printed nothing" : "\n  | " + String.join("\n  | ", lines);
        return BoxerException.peer("node " + node.name() + " " + why + log + "\n  log: " + node.log());
    }
}
