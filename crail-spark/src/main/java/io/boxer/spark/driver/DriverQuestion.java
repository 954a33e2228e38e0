// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import io.boxer.spark.metrics.StoreReport;
import java.util.Optional;

/**
 * What executors ask the driver, or tell it. Questions and answers travel as text: Spark's endpoints load classes with a loader that
 * does not always know a jar given by {@code --jars}.
 *
 * <pre>
 *   "open" shuffle            may this shuffle (still) be written?   → "yes" (its directory exists now) | "no"
 *   "lost" shuffle map-index  bytes of this map output are lost      → what was unregistered, in words
 *   "gone" shuffle container  this container was removed             → what was unregistered, in words
 *   "counted" report          what the executor's store client did   → "yes"
 * </pre>
 */
public sealed interface DriverQuestion {
    String YES = "yes";
    String NO = "no";

    String toText();

    record Open(int shuffleId) implements DriverQuestion {
        @Override
        public String toText() {
            return "open " + shuffleId;
        }
    }

    record Lost(int shuffleId, int mapIndex) implements DriverQuestion {
        @Override
        public String toText() {
            return "lost " + shuffleId + " " + mapIndex;
        }
    }

    /**
     * A container is not in the store any more.
     *
     * @param containerId the store's number
     */
    record Gone(int shuffleId, long containerId) implements DriverQuestion {
        @Override
        public String toText() {
            return "gone " + shuffleId + " " + containerId;
        }
    }

    /** No question, but the answer says that it arrived. */
    record Counted(StoreReport report) implements DriverQuestion {
        private static final String WORD = "counted ";

        @Override
        public String toText() {
            return WORD + report.toText();
        }
    }

    /** Empty if the text is no question. */
    static Optional<DriverQuestion> parse(String text) {
        if (text.startsWith(Counted.WORD)) {
            return StoreReport.parse(text.substring(Counted.WORD.length())).map(Counted::new);
        }
        String[] words = text.split(" ", -1);
        try {
            if (words.length == 2 && words[0].equals("open")) {
                return Optional.of(new Open(Integer.parseInt(words[1])));
            }
            if (words.length == 3 && words[0].equals("lost")) {
                return Optional.of(new Lost(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
            if (words.length == 3 && words[0].equals("gone")) {
                return Optional.of(new Gone(Integer.parseInt(words[1]), Long.parseLong(words[2])));
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
