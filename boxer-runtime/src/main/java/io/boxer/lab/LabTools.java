// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.BoxerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that make a lab. Immutable.
 *
 * @param ip the first words of a command line of {@code ip} (iproute2)
 * @param nft those of {@code nft} (nftables)
 */
public record LabTools(List<String> ip, List<String> nft) {
    public LabTools {
        ip = List.copyOf(ip);
        nft = List.copyOf(nft);
    }

    /**
     * Those of this machine.
     *
     * @throws BoxerException USER naming the packages, if one is missing
     */
    public static LabTools find(Map<String, String> environment) {
        Optional<Path> ip = find("ip", environment);
        Optional<Path> nft = find("nft", environment);
        List<String> missing = new ArrayList<>();
        List<String> packages = new ArrayList<>();
        if (ip.isEmpty()) {
            missing.add("ip");
            packages.add("iproute2");
        }
        if (nft.isEmpty()) {
            missing.add("nft");
            packages.add("nftables");
        }
        if (!missing.isEmpty()) {
            throw BoxerException.user(
                    "a lab needs %s, not found on PATH nor in /usr/sbin; on Debian and Ubuntu, as root:%n"
                            + "  apt-get install -y --no-install-recommends %s",
                    String.join(" and ", missing), String.join(" ", packages));
        }
        return new LabTools(
                List.of(ip.orElseThrow().toString()), List.of(nft.orElseThrow().toString()));
    }

    private static Optional<Path> find(String program, Map<String, String> environment) {
        return Stream.concat(
                        Arrays.stream(environment.getOrDefault("PATH", "").split(":", -1)),
                        Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    List<String> ip(String... words) {
        return Stream.concat(ip.stream(), Stream.of(words)).toList();
    }

    List<String> nft(String... words) {
        return Stream.concat(nft.stream(), Stream.of(words)).toList();
    }
}
