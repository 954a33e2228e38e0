// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Ask;
import java.util.Optional;

/** What the guest asks, and what the coordinator tells, brought to those who know. Confined to the supervisor's loop. */
final class Guest {
    private final NodeCore node = new NodeCore();
    private Optional<Crossings> crossings = Optional.empty();
    private Optional<Soundings> soundings = Optional.empty();

    NodeCore node() {
        return node;
    }

    /** Before the first question. */
    void crossings(Crossings others, Soundings paths) {
        crossings = Optional.of(others);
        soundings = Optional.of(paths);
    }

    void learn(OverlayMessage message) {
        if (message instanceof Ask ask) {
            soundings.ifPresent(paths -> paths.asked(ask));
            return;
        }
        node.learn(message);
        crossings.ifPresent(others -> others.learn(message));
    }

    void ask(ShimCall call) {
        var others = crossings.orElseThrow();
        switch (call.request().verb()) {
            case CONNECT -> others.connect(call);
            case CLAIM -> others.claim(call);
            case LOOKUP -> others.lookUp(call);
            case RESOLVE, REVERSE, LISTEN, LOCALHOST -> call.answer(node.answer(call.request()));
        }
    }
}
