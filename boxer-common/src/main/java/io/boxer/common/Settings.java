// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a user has set: a file, overridden by the environment, overridden by the command line. Read once at start, into
 * one record per component.
 *
 * <p>Immutable.
 */
public final class Settings {
    private static final String MASK = "********";
    private static final String ENVIRONMENT_PREFIX = "BOXER_";

    /** By key. */
    private final Map<String, Given> named;

    /** By the name of the variable, which cannot be turned back into a key: a dot and a dash both became {@code _}. */
    private final Map<String, Given> environment;

    private record Given(String text, String source) {}

    private Settings(Map<String, Given> named, Map<String, Given> environment) {
        this.named = named;
        this.environment = environment;
    }

    /** Values by key, as on a command line. */
    public static Settings of(Map<String, String> values) {
        return load(Optional.empty(), Map.of(), values);
    }

    /**
     * Joins the three places.
     *
     * @param file Java properties in UTF-8; must exist if given
     * @param environment of the process; only {@code BOXER_…} counts
     * @param overrides values by key, from the command line
     * @throws BoxerException USER if the file cannot be read
     */
    public static Settings load(Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
        var named = new TreeMap<String, Given>();
        var variables = new TreeMap<String, Given>();
        file.ifPresent(path ->
                read(path).forEach((key, text) -> named.put((String) key, new Given((String) text, path.toString()))));
        environment.forEach((name, text) -> {
            if (name.startsWith(ENVIRONMENT_PREFIX)) {
                variables.put(name, new Given(text, "the environment, " + name));
            }
        });
        overrides.forEach((key, text) -> {
            named.put(key, new Given(text, "the command line"));
            variables.remove(environmentName(key));
        });
        return new Settings(named, variables);
    }

    /**
     * The value of a setting, its default if nobody set it.
     *
     * @throws BoxerException USER with key, value, where it was given, rule and remedy
     */
    public <T> T get(Setting<T> setting) {
        var given = given(setting);
        if (given.isEmpty()) {
            return setting.parser().apply(setting.defaultText());
        }
        try {
            return setting.parser().apply(given.get().text());
        } catch (BoxerException e) {
            throw refused(setting, given.get(), e);
        }
    }

    /** Whether the user set it, be it to the default. */
    public boolean isGiven(Setting<?> setting) {
        return given(setting).isPresent();
    }

    /**
     * Stops the start on a key that nobody declared: a slip of the pen must not pass as a default.
     *
     * @throws BoxerException USER that names the key and the nearest one that exists
     */
    public void refuseUnknown(List<Setting<?>> known) {
        for (var key : named.keySet()) {
            if (known.stream().noneMatch(setting -> setting.key().equals(key))) {
                throw unknown(
                        key, named.get(key), known.stream().map(Setting::key).toList());
            }
        }
        for (var name : environment.keySet()) {
            if (known.stream().noneMatch(setting -> setting.environmentName().equals(name))) {
                throw unknown(
                        name,
                        environment.get(name),
                        known.stream().map(Setting::environmentName).toList());
            }
        }
    }

    /** One line {@code key=value} per declared setting, sorted, for the log at start; secrets are masked. */
    public List<String> effective(List<Setting<?>> known) {
        return known.stream()
                .sorted(Comparator.comparing(Setting::key))
                .map(setting -> setting.key() + "=" + shown(setting))
                .toList();
    }

    private String shown(Setting<?> setting) {
        var given = given(setting);
        if (given.isEmpty()) {
            return setting.defaultText();
        }
        return (setting.secret() ? MASK : given.get().text()) + " ("
                + given.get().source() + ")";
    }

    private Optional<Given> given(Setting<?> setting) {
        return Optional.ofNullable(environment.get(setting.environmentName()))
                .or(() -> Optional.ofNullable(named.get(setting.key())));
    }

    private static BoxerException refused(Setting<?> setting, Given given, BoxerException cause) {
        if (setting.secret()) {
            // neither the message nor the cause may carry the value
            return BoxerException.user(
                    "%s: not a value of the form '%s' (given in %s)", setting.key(), setting.form(), given.source());
        }
        var message = BoxerException.message("%s: %s (given in %s)", setting.key(), cause.getMessage(), given.source());
        return new BoxerException(ErrorCode.USER, message, cause);
    }

    private static BoxerException unknown(String name, Given given, List<String> known) {
        var nearest = Nearest.of(name, known)
                .map(near -> "did you mean " + near + "? All")
                .orElse("all");
        return BoxerException.user(
                "%s (given in %s) is not a setting; %s settings are in docs/configuration.md",
                name, given.source(), nearest);
    }

    private static Properties read(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message(
                            "%s cannot be read (%s); write one key=value a line, in UTF-8", file, e.getMessage()),
                    e);
        }
        return properties;
    }

    private static String environmentName(String key) {
        return Setting.text(key, "", "only to derive a name").environmentName();
    }
}
