// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

/**
 * Where a process writes the events of docs/protocol.md, section 9. Off by default: who has many fields to gather asks
 * {@link #isOn()} first.
 */
public interface Trace {
    /** Forgets everything. */
    Trace OFF = new Trace() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void log(String event, Object... namesAndValues) {
            // off
        }

        @Override
        public Trace as(String process) {
            return this;
        }
    };

    boolean isOn();

    /**
     * One line. The order of lines is the order of calls.
     *
     * @param namesAndValues name, value, name, value …; numbers and booleans are written as such, all else as text
     */
    void log(String event, Object... namesAndValues);

    /** The same file, with events in the name of another process: a new incarnation, a client. */
    Trace as(String process);
}
