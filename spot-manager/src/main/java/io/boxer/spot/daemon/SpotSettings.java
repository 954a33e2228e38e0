// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.daemon;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import io.boxer.spot.Pool;
import io.boxer.spot.notice.ImdsSettings;
import io.boxer.spot.policy.Bounds;
import io.boxer.spot.policy.CapacitySettings;
import io.boxer.spot.policy.NoticeSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the spot manager runs. Immutable.
 *
 * @param tick time between two looks at the cluster
 * @param dryRun decide and say, but do nothing
 * @param pools where nodes may be launched, in order of preference
 * @param launchTimeout after which a node that has not joined is given up
 * @param afterDeadline how long after its announced end a drained node that still runs is ended
 * @param stableType instance type of the stable nodes, for the ledger
 * @param advisorFile spot advisor file for the ledger's savings, instead of the shipped ones
 */
public record SpotSettings(
        HostPort admin,
        Duration tick,
        boolean dryRun,
        List<Pool> pools,
        Bounds bounds,
        Duration launchTimeout,
        Duration afterDeadline,
        String stableType,
        Optional<Path> advisorFile,
        NoticeSettings notices,
        CapacitySettings capacity,
        ImdsSettings imds) {
    public static final Setting<HostPort> ADMIN =
            Setting.address("boxer.spot.admin", "127.0.0.1:7793", "address of the spot manager's admin API");
    public static final Setting<Duration> TICK = Setting.duration(
                    "boxer.spot.tick", "1s", "time between two looks at the store and the provider")
            .where("at least 100ms", tick -> tick.toMillis() >= 100);
    public static final Setting<Boolean> DRY_RUN =
            Setting.flag("boxer.spot.dry-run", false, "decide and say what would be done, but do nothing");
    public static final Setting<String> POOLS = Setting.text(
            "boxer.spot.pools",
            "spot:m6i.large:us-east-1a,spot:m6i.large:us-east-1b",
            "pools that nodes may be launched in, separated by commas, in order of preference");
    public static final Setting<Integer> MIN_NODES =
            Setting.integer("boxer.spot.min-nodes", 0, "spot nodes that are kept even if the store is empty");
    public static final Setting<Integer> MAX_NODES =
            Setting.integer("boxer.spot.max-nodes", 16, "spot nodes that are never exceeded");
    public static final Setting<Duration> LAUNCH_TIMEOUT = Setting.duration(
            "boxer.spot.launch-timeout", "60s", "a launched node that has not joined the store by then is ended");
    public static final Setting<Duration> AFTER_DEADLINE = Setting.duration(
            "boxer.spot.after-deadline",
            "30s",
            "a drained node that still runs so long after its announced end is ended");
    public static final Setting<String> STABLE_TYPE =
            Setting.text("boxer.spot.stable-type", "m6i.large", "instance type of the stable nodes, for the ledger");
    public static final Setting<String> ADVISOR_FILE = Setting.text(
            "boxer.spot.advisor-file",
            "",
            "spot advisor file with the savings for the ledger; empty: the shipped table");
    public static final List<Setting<?>> ALL = Stream.of(
                    List.<Setting<?>>of(
                            ADMIN,
                            TICK,
                            DRY_RUN,
                            POOLS,
                            MIN_NODES,
                            MAX_NODES,
                            LAUNCH_TIMEOUT,
                            AFTER_DEADLINE,
                            STABLE_TYPE,
                            ADVISOR_FILE),
                    NoticeSettings.ALL,
                    CapacitySettings.ALL,
                    ImdsSettings.ALL)
            .flatMap(List::stream)
            .toList();

    public SpotSettings {
        pools = List.copyOf(pools);
        if (pools.isEmpty() && bounds.min() > 0) {
            throw BoxerException.user(
                    "boxer.spot.min-nodes=%d, but boxer.spot.pools names no pool to launch them in; name one",
                    bounds.min());
        }
        for (Pool pool : pools) {
            if (!pool.isSpot()) {
                throw BoxerException.user(
                        "boxer.spot.pools has %s: only spot pools are launched in; take it out", pool);
            }
        }
    }

    public static SpotSettings from(Settings settings) {
        String advisor = settings.get(ADVISOR_FILE);
        return new SpotSettings(
                settings.get(ADMIN),
                settings.get(TICK),
                settings.get(DRY_RUN),
                pools(settings.get(POOLS)),
                new Bounds(settings.get(MIN_NODES), settings.get(MAX_NODES)),
                settings.get(LAUNCH_TIMEOUT),
                settings.get(AFTER_DEADLINE),
                settings.get(STABLE_TYPE),
                advisor.isBlank() ? Optional.empty() : Optional.of(Path.of(advisor)),
                NoticeSettings.from(settings),
                CapacitySettings.from(settings),
                ImdsSettings.from(settings));
    }

    private static List<Pool> pools(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(Pool::new)
                .toList();
    }
}
