// SPDX-License-Identifier: Apache-2.0
package io.boxer.cli.lab;

import io.boxer.lab.LocalLab;
import java.util.concurrent.atomic.AtomicBoolean;

/** Removes at Ctrl-C the lab that this command has made, until it is told to keep it. Thread-safe. */
final class LabUndo implements AutoCloseable {
    private final LocalLab lab;
    private final boolean upBefore;
    private final AtomicBoolean keep = new AtomicBoolean();
    private final Thread hook = new Thread(this::end, "boxer-lab-end");

    LabUndo(LocalLab lab) {
        this.lab = lab;
        this.upBefore = lab.running().isPresent();
        Runtime.getRuntime().addShutdownHook(hook);
    }

    void keep() {
        keep.set(true);
    }

    private void end() {
        if (!keep.getAndSet(true) && !upBefore) {
            lab.down();
        }
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // Ctrl-C: the hook does it
        }
    }
}
