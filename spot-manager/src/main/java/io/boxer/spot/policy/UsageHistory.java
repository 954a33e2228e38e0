// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many bytes were stored, over the last minute; enough to say how fast the store grows. Immutable.
 *
 * @param samples oldest first, none older than {@value #WINDOW_SECONDS} s when the last was taken
 */
public record UsageHistory(List<Sample> samples) {
    static final int WINDOW_SECONDS = 60;
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    public static final UsageHistory EMPTY = new UsageHistory(List.of());

    /** Bytes stored at a moment. */
    public record Sample(Instant at, long usedBytes) {}

    public UsageHistory {
        samples = List.copyOf(samples);
    }

    public UsageHistory with(Instant now, long usedBytes) {
        Stream<Sample> recent =
                samples.stream().filter(sample -> sample.at().isAfter(now.minusSeconds(WINDOW_SECONDS)));
        return new UsageHistory(
                Stream.concat(recent, Stream.of(new Sample(now, usedBytes))).toList());
    }

    /**
     * Slope of the least-squares line through the samples, in bytes per second; 0 with fewer than three samples, with samples over less
     * than two seconds, and when the store shrinks.
     */
    public double growthBytesPerSecond() {
        if (samples.size() < 3 || span().compareTo(SHORTEST) < 0) {
            return 0;
        }
        double meanSeconds =
                samples.stream().mapToDouble(this::seconds).average().orElse(0);
        double meanBytes =
                samples.stream().mapToDouble(Sample::usedBytes).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (Sample sample : samples) {
            double distance = seconds(sample) - meanSeconds;
            covariance += distance * (sample.usedBytes() - meanBytes);
            variance += distance * distance;
        }
        return Math.max(0, covariance / variance);
    }

    private Duration span() {
        return Duration.between(
                samples.get(0).at(), samples.get(samples.size() - 1).at());
    }

    private double seconds(Sample sample) {
        return Duration.between(samples.get(0).at(), sample.at()).toNanos() / 1e9;
    }
}
