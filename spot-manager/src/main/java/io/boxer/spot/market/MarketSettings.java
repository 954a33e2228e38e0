// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.Setting;
import io.boxer.common.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the local market runs. Immutable.
 *
 * @param command words that start an instance; {@code {name}}, {@code {pool}}, {@code {instance}}, {@code {imds}} and
 *     {@code {market-pid}} inside a word are replaced. The words shall make the process end with the market, for example
 *     {@code --exit-with {market-pid}}
 * @param logs directory; each instance writes {@code NAME.log} there
 * @param grace between SIGTERM and SIGKILL when an instance is terminated
 * @param closeGrace the same when the market ends; short, for then nobody is left to take a draining node's data
 * @param mostInstances running at the same time; one more is refused
 */
public record MarketSettings(
        HostPort admin, List<String> command, Path logs, Duration grace, Duration closeGrace, int mostInstances) {
    public static final Setting<HostPort> ADMIN =
            Setting.address("boxer.market.admin", "127.0.0.1:7792", "address of the local market's admin API");
    public static final Setting<String> LOGS = Setting.text(
            "boxer.market.logs", "market-logs", "directory for the output of the instances, one file each");
    public static final Setting<Duration> GRACE = Setting.duration(
            "boxer.market.grace", "30s", "time between SIGTERM and SIGKILL when an instance is terminated");
    public static final Setting<Integer> MOST_INSTANCES = Setting.integer(
            "boxer.market.max-instances", 64, "instances that may run at the same time; one more is refused");
    public static final Setting<Duration> CLOSE_GRACE = Setting.duration(
            "boxer.market.close-grace",
            "2s",
            "time between SIGTERM and SIGKILL of the instances when the market itself ends");
    public static final List<Setting<?>> ALL = List.of(ADMIN, LOGS, GRACE, CLOSE_GRACE, MOST_INSTANCES);

    public MarketSettings {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw BoxerException.user(
                    "the market has no command to start instances with; give its words, for example datanode --name {name} --pool {pool} --exit-with {market-pid}");
        }
        if (mostInstances < 1) {
            throw BoxerException.user("boxer.market.max-instances=%d is less than 1; raise it", mostInstances);
        }
    }

    /** The command has no key: it is what stands after {@code --} on the command line. */
    public static MarketSettings from(Settings settings, List<String> command) {
        return new MarketSettings(
                settings.get(ADMIN),
                command,
                Path.of(settings.get(LOGS)),
                settings.get(GRACE),
                settings.get(CLOSE_GRACE),
                settings.get(MOST_INSTANCES));
    }
}
