// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Setting;
import io.boxer.common.Settings;
import io.boxer.common.security.KeyFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of a daemon. They are its settings: {@code boxer.namenode.block-size} is {@code --block-size} of {@code
 * boxer namenode}, so neither help nor parsing says anything twice. Stateless.
 */
final class DaemonOptions {
    static final String EXIT_WITH = "--exit-with";
    static final String KEY_FILE = "--key-file";
    static final String CONFIG = "--config";

    /** Ours in the environment, but no settings: where the key is, and what marks guests, daemons and labs. */
    private static final Set<String> NO_SETTINGS = Set.of("BOXER_KEY_FILE", "BOXER_NODE", "BOXER_DAEMON", "BOXER_LAB");

    private DaemonOptions() {}

    /** Adds an option for each setting, and the three that all daemons have. */
    static void addOptions(CommandSpec spec, List<Setting<?>> settings) {
        for (Setting<?> setting : settings) {
            spec.addOption(OptionSpec.builder(optionName(setting))
                    .paramLabel(setting.form().toUpperCase(java.util.Locale.ROOT))
                    .type(String.class)
                    .description(setting.meaning().replace("%", "%%") + " Default: "
                            + (setting.defaultText().isEmpty() ? "none" : setting.defaultText()) + ".")
                    .build());
        }
        spec.addOption(OptionSpec.builder(KEY_FILE, "--token-file")
                .paramLabel("FILE")
                .type(Path.class)
                .description("Key of the cluster. Default: BOXER_KEY_FILE, or ~/.config/boxer/default.key.")
                .build());
        spec.addOption(OptionSpec.builder(EXIT_WITH)
                .paramLabel("PID")
                .type(Long.class)
                .description("End when this process is gone.")
                .build());
        spec.addOption(OptionSpec.builder(CONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("Settings, a line each: boxer.namenode.listen=…")
                .build());
    }

    /** {@code boxer.datanode.spill-size} is {@code --spill-size}. */
    static String optionName(Setting<?> setting) {
        return "--" + setting.key().substring(setting.key().lastIndexOf('.') + 1);
    }

    /** What the file, the environment and the command line say together; a key that nobody knows is refused. */
    static Settings settings(ParseResult parsed, List<Setting<?>> own, Map<String, String> environment) {
        Map<String, String> overrides = new LinkedHashMap<>();
        for (Setting<?> setting : own) {
            String value = parsed.matchedOptionValue(optionName(setting), "");
            if (parsed.hasMatchedOption(optionName(setting))) {
                overrides.put(setting.key(), value);
            }
        }
        Optional<Path> file = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, (Path) null));
        Map<String, String> variables = new LinkedHashMap<>(environment);
        variables.keySet().removeAll(NO_SETTINGS);
        Settings settings = Settings.load(file, variables, overrides);
        settings.refuseUnknown(KnownSettings.ALL);
        return settings;
    }

    static KeyFile keyFile(ParseResult parsed, Map<String, String> environment) {
        return KeyFile.choose(
                Optional.ofNullable(parsed.matchedOptionValue(KEY_FILE, (Path) null)), environment, "default");
    }

    static OptionalLong exitWith(ParseResult parsed) {
        return parsed.hasMatchedOption(EXIT_WITH)
                ? OptionalLong.of(parsed.matchedOptionValue(EXIT_WITH, 0L))
                : OptionalLong.empty();
    }
}
