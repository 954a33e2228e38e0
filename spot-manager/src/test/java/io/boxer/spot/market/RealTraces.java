// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real traces if the machine has them ({@code shared/data/spot} in a directory above), else invented ones in the same formats.
 */
public final class RealTraces {
    private static final SyntheticTrace INVENTED = new SyntheticTrace(20261124, 32, Duration.ofHours(8));

    private RealTraces() {}

    public static Optional<Path> file(String name) {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, above -> above != null, Path::getParent)
                .map(above -> above.resolve("shared/data/spot").resolve(name))
                .filter(Files::isReadable)
                .findFirst();
    }

    public static Trace awsP3() {
        return file("aws-p3-2021.csv")
                .map(TraceReader::read)
                .orElseGet(() -> TraceReader.parse("invented", INVENTED.asEvents()));
    }

    /** One trace in each format. */
    public static List<Trace> all() {
        Trace segments = file("aws-p3-segment-low-availability.txt")
                .map(TraceReader::read)
                .orElseGet(() -> TraceReader.parse("invented", INVENTED.asSegments()));
        Trace counts = file("gcp-v100x1-us-east1-c.txt")
                .map(TraceReader::read)
                .orElseGet(() -> TraceReader.parse("invented", INVENTED.asCounts()));
        return List.of(awsP3(), segments, counts);
    }
}
