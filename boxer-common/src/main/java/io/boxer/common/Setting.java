// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static io.boxer.common.BoxerException.require;
import static io.boxer.common.BoxerException.user;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One thing that a user may set, declared once as a constant beside the component that reads it.
 *
 * <p>Immutable.
 *
 * @param key such as {@code boxer.namenode.listen}; the environment variable is {@link #environmentName()}
 * @param meaning one sentence for docs/configuration.md
 * @param defaultText as a user would write it; it must pass the parser
 * @param form what may be written, for docs/configuration.md
 * @param parser throws {@link BoxerException} USER with the rule and a remedy
 * @param secret whether its value is masked wherever settings are shown
 */
public record Setting<T>(
        String key, String meaning, String defaultText, String form, Function<String, T> parser, boolean secret) {
    private static final Pattern KEY = Pattern.compile("boxer(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*)+");

    public Setting {
        require(KEY.matcher(key).matches(), "'%s' is not a key; write boxer.component.some-name", key);
        require(!meaning.isBlank(), "%s has no meaning; say in one sentence what it does", key);
        require(parser.apply(defaultText) != null, "%s: the parser returns nothing for the default", key);
    }

    /** Zero or more, with a unit. */
    public static Setting<Duration> duration(String key, String defaultText, String meaning) {
        return new Setting<>(key, meaning, defaultText, "time", Durations::parse, false);
    }

    public static Setting<DataSize> size(String key, String defaultText, String meaning) {
        return new Setting<>(key, meaning, defaultText, "size", DataSize::parse, false);
    }

    public static Setting<Integer> integer(String key, int defaultValue, String meaning) {
        return new Setting<>(key, meaning, Integer.toString(defaultValue), "integer", Setting::parseInteger, false);
    }

    /** Any text, an empty one too. */
    public static Setting<String> text(String key, String defaultText, String meaning) {
        return new Setting<>(key, meaning, defaultText, "text", text -> text, false);
    }

    public static Setting<HostPort> address(String key, String defaultText, String meaning) {
        return new Setting<>(key, meaning, defaultText, "address", HostPort::parse, false);
    }

    /** {@code true} or {@code false}. */
    public static Setting<Boolean> flag(String key, boolean defaultValue, String meaning) {
        return new Setting<>(key, meaning, Boolean.toString(defaultValue), "flag", Setting::parseFlag, false);
    }

    /** One constant of an enum, written in lower case with dashes: {@code LEAST_USED} is {@code least-used}. */
    public static <E extends Enum<E>> Setting<E> choice(String key, E defaultValue, String meaning) {
        var words = Arrays.stream(defaultValue.getDeclaringClass().getEnumConstants())
                .collect(Collectors.toMap(Setting::word, constant -> constant));
        var form = Arrays.stream(defaultValue.getDeclaringClass().getEnumConstants())
                .map(Setting::word)
                .collect(Collectors.joining(", "));
        return new Setting<>(
                key,
                meaning,
                word(defaultValue),
                form,
                text -> {
                    var constant = words.get(text.strip());
                    if (constant == null) {
                        throw user("'%s' is not one of the words it may be; write %s", text, form);
                    }
                    return constant;
                },
                false);
    }

    /**
     * The same setting with a narrower range.
     *
     * @param rule completes "is not …": {@code at least 1}, {@code a power of two}
     */
    public Setting<T> where(String rule, Predicate<? super T> holds) {
        return new Setting<>(
                key,
                meaning,
                defaultText,
                form + ", " + rule,
                text -> {
                    var value = parser.apply(text);
                    require(holds.test(value), "'%s' is not %s; the default is %s", text, rule, defaultText);
                    return value;
                },
                secret);
    }

    /** The same setting, its value never shown. */
    public Setting<T> masked() {
        return new Setting<>(key, meaning, defaultText, form, parser, true);
    }

    /** {@code boxer.spot.poll-interval} is {@code BOXER_SPOT_POLL_INTERVAL}. */
    public String environmentName() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static Integer parseInteger(String text) {
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    BoxerException.message("'%s' is not an integer; write a number such as 4", text),
                    e);
        }
    }

    private static Boolean parseFlag(String text) {
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw user("'%s' is not a flag; write true or false", text);
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
