// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Ask;
import io.boxer.overlay.OverlayMessage.Came;
import io.boxer.shim.Errno;
import io.boxer.shim.ShimAnswer;
import java.util.Optional;

/** What the guest asks, and what the coordinator tells, brought to those who know. Confined to the supervisor's loop. */
final class Guest {
    private final NodeCore node = new NodeCore();
    private final MemberFile members;
    private Optional<Crossings> crossings = Optional.empty();
    private Optional<Soundings> soundings = Optional.empty();

    /** @param members lent: closed after the loop */
    Guest(MemberFile members) {
        this.members = members;
    }

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
        if (node.takesBack(message)) {
            members.withdraw();
        } else if (message instanceof Came) {
            members.outdated();
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
            case RESOLVE, REVERSE -> name(call);
            case MEMBERS ->
                call.answer(members.completeHosts(node.members()) ? ShimAnswer.done() : ShimAnswer.error(Errno.ENOENT));
            case LISTEN, LOCALHOST -> call.answer(node.answer(call.request()));
        }
    }

    /** What a guest has asked for once it finds in the file from then on. */
    private void name(ShimCall call) {
        ShimAnswer answer = node.answer(call.request());
        call.answer(answer);
        if (answer.error() == Errno.NONE) {
            members.complete(node.members());
        }
    }
}
