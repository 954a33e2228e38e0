// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Ask;
import io.boxer.overlay.OverlayMessage.Told;
import io.boxer.overlay.PathFacts.Measured;
import io.boxer.overlay.punch.Plan;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.function.Consumer;

/** Answers what the way from this node to another one is, and measures it if that is asked for. Confined to the supervisor's loop. */
final class Soundings {
    private final EventLoop loop;
    private final NodeCore node;
    private final Crossings crossings;
    private final Consumer<OverlayMessage> link;

    /** Is told the end of one measurement, once. */
    interface Ending {
        void measured(Measured result);

        /** @param why for people, without a full stop */
        void failed(String why);
    }

    /** @param link takes what is to be said to the coordinator */
    Soundings(EventLoop loop, NodeCore node, Crossings crossings, Consumer<OverlayMessage> link) {
        this.loop = loop;
        this.node = node;
        this.crossings = crossings;
        this.link = link;
    }

    void asked(Ask ask) {
        crossings.facts(ask.to()).ifPresent(facts -> {
            if (ask.measured()) {
                measure(ask);
            } else {
                link.accept(new Told(ask.question(), facts));
            }
        });
    }

    private void measure(Ask ask) {
        var ending = new Ending() {
            @Override
            public void measured(Measured result) {
                tell(ask, Optional.of(result), "");
            }

            @Override
            public void failed(String why) {
                tell(ask, Optional.empty(), why);
            }
        };
        Optional<Member> own = node.named(ask.of());
        Optional<Member> other = node.named(ask.to());
        if (own.isEmpty() || other.isEmpty()) {
            ending.failed("node '%s' is not in the overlay".formatted(own.isEmpty() ? ask.of() : ask.to()));
        } else if (own.get().host().equals(other.get().host())) {
            new NearSounding(loop, own.get().address(), other.get().name(), link, ending).begin();
        } else {
            new SupervisorCaller(loop, other.get().name(), crossings, measuring(ending)).begin();
        }
    }

    private static SupervisorCaller.Ending measuring(Ending ending) {
        return new SupervisorCaller.Ending() {
            @Override
            public void reached(ChannelHandlerContext context, Plan plan) {
                context.pipeline().addLast(new SoundingCaller(plan.relayed(), ending));
            }

            @Override
            public void failed(String why) {
                ending.failed(why);
            }
        };
    }

    /** With what is known when it is over: a path may have failed meanwhile. */
    private void tell(Ask ask, Optional<Measured> result, String why) {
        crossings
                .facts(ask.to())
                .map(facts -> facts.with(result, why))
                .ifPresent(facts -> link.accept(new Told(ask.question(), facts)));
    }
}
