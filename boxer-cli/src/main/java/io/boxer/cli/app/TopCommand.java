// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.app;

import io.boxer.cluster.screen.Screen;
import io.boxer.common.admin.AdminClient;
import io.boxer.compose.app.AppStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code boxer top}. Confined to the main thread. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = "Show the nodes of an application and what they use, again every second; once if the output is no"
                + " terminal. 100 %% is one CPU.")
public final class TopCommand implements Callable<Integer> {
    private static final long LOOK_EVERY_NANOS = 1_000_000_000;

    @Mixin
    private AppTarget target = new AppTarget();

    @Override
    public Integer call() {
        AdminClient client = AppTarget.client(target.running());
        Screen screen = target.console(false).screen();
        AppStatus before = AppTarget.status(client);
        long lookedNanos = System.nanoTime();
        do {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            AppStatus now = AppTarget.status(client);
            long nowNanos = System.nanoTime();
            var lines = NodeTable.lines(now, percent(before, now, (nowNanos - lookedNanos) / 1e9));
            if (screen.terminal().live()) {
                screen.draw(lines);
            } else {
                lines.forEach(screen::say);
            }
            before = now;
            lookedNanos = nowNanos;
        } while (screen.terminal().live());
        return 0;
    }

    private static Map<String, Double> percent(AppStatus before, AppStatus now, double seconds) {
        Map<String, Double> earlier = new HashMap<>();
        before.nodes().forEach(node -> earlier.put(node.name(), node.cpuSeconds()));
        Map<String, Double> percent = new HashMap<>();
        now.nodes()
                .forEach(node -> percent.put(
                        node.name(),
                        Math.max(0, node.cpuSeconds() - earlier.getOrDefault(node.name(), node.cpuSeconds()))
                                / seconds
                                * 100));
        return percent;
    }
}
