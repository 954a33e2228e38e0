// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.daemon;

import io.boxer.common.Settings;
import io.boxer.common.security.KeyFile;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * What a daemon was started with. Immutable.
 *
 * @param parsed for the options that are no settings
 */
record DaemonArguments(Settings settings, KeyFile keyFile, ParseResult parsed) {
    /** The value of an option that is no setting. */
    Optional<String> option(String name) {
        return parsed.hasMatchedOption(name) ? Optional.of(parsed.matchedOptionValue(name, "")) : Optional.empty();
    }

    /** The values of one that may be given again and again. */
    List<String> options(String name) {
        return parsed.hasMatchedOption(name) ? parsed.matchedOptionValue(name, List.of()) : List.of();
    }

    /** Everything behind {@code --}. */
    List<String> words() {
        return parsed.hasMatchedPositional(0) ? parsed.matchedPositionalValue(0, List.of()) : List.of();
    }
}
