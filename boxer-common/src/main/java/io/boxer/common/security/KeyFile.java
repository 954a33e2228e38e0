// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the key of a cluster is, and whether somebody chose the place: a key that appeared by itself is good for one
 * machine only.
 *
 * <p>Immutable.
 *
 * @param given by {@code --key-file} or {@code BOXER_KEY_FILE}
 */
public record KeyFile(Path path, boolean given) {
    private static final String VARIABLE = "BOXER_KEY_FILE";

    /**
     * The file that was given, or {@code ~/.config/boxer/<cluster>.key}.
     *
     * @param option what {@code --key-file} says
     * @param environment of the process: {@code BOXER_KEY_FILE}, {@code XDG_CONFIG_HOME}, {@code HOME}
     * @param cluster name of the cluster, {@code default} where there is only one
     */
    public static KeyFile choose(Optional<Path> option, Map<String, String> environment, String cluster) {
        return option.or(() -> Optional.ofNullable(environment.get(VARIABLE)).map(Path::of))
                .map(path -> new KeyFile(path, true))
                .orElseGet(() ->
                        new KeyFile(configuration(environment).resolve("boxer").resolve(cluster + ".key"), false));
    }

    /** Reads the key, after making it if there is none; throws as {@link ClusterKey#loadOrCreate} does. */
    public ClusterKey key() {
        return ClusterKey.loadOrCreate(path);
    }

    private static Path configuration(Map<String, String> environment) {
        var xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return xdg.startsWith("/") ? Path.of(xdg) : Path.of(environment.getOrDefault("HOME", "/"), ".config");
    }
}
