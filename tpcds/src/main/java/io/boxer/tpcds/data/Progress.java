// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

/** Hears how long work goes on. Called from several threads, so implementations are thread-safe and quick. */
public interface Progress {
    /** {@code done} of {@code total} units of a step are finished; a step that came from the cache reports nothing. */
    void at(String step, long done, long total);

    /** One line for a person: something that is not as it was expected to be, and what is done about it. */
    void note(String line);

    static Progress silent() {
        return new Progress() {
            @Override
            public void at(String step, long done, long total) {}

            @Override
            public void note(String line) {}
        };
    }
}
