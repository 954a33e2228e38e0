// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark;

import io.boxer.common.BoxerException;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.network.util.JavaUtils;

/**
 * One {@code spark.boxer.*} setting, in Spark's units ({@code 64m}, {@code 10s}). Immutable.
 *
 * @param key as users write it
 * @param defaultText as users would write it; empty if there is none
 * @param meaning one sentence, and when to change it
 * @param parser from text; throws any {@link RuntimeException} on nonsense
 */
public record SparkSetting<T>(String key, String defaultText, String meaning, Function<String, T> parser) {
    static SparkSetting<String> text(String key, String defaultText, String meaning) {
        return new SparkSetting<>(key, defaultText, meaning, Function.identity());
    }

    static SparkSetting<Long> bytes(String key, String defaultText, String meaning) {
        return new SparkSetting<>(key, defaultText, meaning, JavaUtils::byteStringAsBytes);
    }

    static SparkSetting<Long> millis(String key, String defaultText, String meaning) {
        return new SparkSetting<>(key, defaultText, meaning, JavaUtils::timeStringAsMs);
    }

    static SparkSetting<Integer> count(String key, String defaultText, String meaning) {
        return new SparkSetting<>(key, defaultText, meaning, Integer::valueOf);
    }

    static SparkSetting<Boolean> flag(String key, String defaultText, String meaning) {
        return new SparkSetting<>(key, defaultText, meaning, SparkSetting::parseFlag);
    }

    private static Boolean parseFlag(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    /** The configured value, or the default. */
    public T in(SparkConf conf) {
        String text = conf.get(key, defaultText);
        try {
            return parser.apply(text);
        } catch (RuntimeException e) {
            throw BoxerException.user(
                    "%s=%s cannot be read (%s); the default is '%s'", key, text, e.getMessage(), defaultText);
        }
    }
}
