// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.PeerMessage;
import io.boxer.overlay.PeerMessage.Cancelled;
import io.boxer.overlay.PeerMessage.Denied;
import io.boxer.overlay.PeerMessage.Dial;
import io.boxer.overlay.punch.RendezvousAction.Abandon;
import io.boxer.overlay.punch.RendezvousAction.Dialling;
import io.boxer.overlay.punch.RendezvousAction.Failed;
import io.boxer.overlay.punch.RendezvousAction.Failure;
import io.boxer.overlay.punch.RendezvousAction.Punch;
import io.boxer.overlay.punch.RendezvousAction.Tell;
import io.boxer.overlay.punch.RendezvousEvent.Asked;
import io.boxer.overlay.punch.RendezvousEvent.Linked;
import io.boxer.overlay.punch.RendezvousEvent.Said;
import io.boxer.overlay.punch.RendezvousEvent.Severed;
import io.boxer.overlay.punch.RendezvousEvent.Ticked;
import io.boxer.overlay.punch.RendezvousEvent.Unheard;
import io.boxer.overlay.punch.RendezvousEvent.Withdrawn;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RendezvousCoreTest {
    private static final NodeId WEB = new NodeId("web");
    private static final NodeId CACHE = new NodeId("cache");
    private static final Endpoint WEBS_NAT = endpoint("198.51.100.11", 40_000);
    private static final Endpoint CACHES_NAT = endpoint("198.51.100.12", 40_000);
    private static final Endpoint RELAY = endpoint("198.51.100.3", 7710);

    private final AtomicLong numbers = new AtomicLong(100);
    private long now;

    /** One side of the conversation. */
    private final class Side {
        private Optional<Self> self;
        private boolean listens = true;
        private final RendezvousCore core = new RendezvousCore(
                port -> listens && port == 6379, () -> self, numbers::incrementAndGet, ConnectionKey::random);

        private Side(Endpoint seenAs, boolean keepsPorts, Optional<Endpoint> relay) {
            self = Optional.of(new Self(seenAs, keepsPorts, relay));
        }

        private List<RendezvousAction> ask(int failed) {
            return core.handle(new Asked(1, CACHE, 6379, failed), now);
        }

        private void link(NodeId to, boolean direct, Endpoint at) {
            core.handle(new Linked(to, direct, at), now);
        }

        private List<RendezvousAction> hear(NodeId from, PeerMessage message) {
            return core.handle(new Said(from, message), now);
        }
    }

    private final Side web = new Side(WEBS_NAT, true, Optional.of(RELAY));
    private final Side cache = new Side(CACHES_NAT, true, Optional.of(RELAY));

    @Test
    void bothEndsDialEachOtherWithOneKey() {
        Dial dial = dial(web.ask(0));
        var acceptor = cache.hear(WEB, dial);
        var caller = web.hear(CACHE, told(acceptor));

        Punch punch = punch(acceptor);
        Plan plan = plan(caller);
        assertThat(punch.towards()).isEqualTo(WEBS_NAT.withPort(plan.localPort()));
        assertThat(plan.peer()).isEqualTo(CACHES_NAT.withPort(punch.localPort()));
        assertThat(plan.relayed()).isFalse();
        assertThat(punch.key().callersProof(punch.session()))
                .isEqualTo(plan.key().callersProof(plan.session()));
        assertThat(punch.key().acceptorsProof(punch.session()))
                .isEqualTo(plan.key().acceptorsProof(plan.session()))
                .isNotEqualTo(plan.key().callersProof(plan.session()));
    }

    @Test
    void everyConnectionHasAPortOfItsOwnWithinTheRange() {
        var ports = IntStream.rangeClosed(1, 5000)
                .map(i -> dial(web.ask(0)).caller().port())
                .toArray();

        assertThat(Arrays.stream(ports).allMatch(port -> port >= PortCircle.FIRST && port < PortCircle.FIRST_TO_ACCEPT))
                .isTrue();
        assertThat(Arrays.stream(ports, 0, 2048).distinct().count()).isEqualTo(2048);
    }

    @Test
    void connectionsBackAreNotInTheWayOfThoseThatHaveJustEnded() {
        Set<Integer> callers = new HashSet<>();
        Set<Integer> acceptors = new HashSet<>();
        for (int i = 0; i < 5000; i++) {
            Dial dial = dial(web.ask(0));
            callers.add(dial.caller().port());
            acceptors.add(punch(cache.hear(WEB, dial)).localPort());
        }

        assertThat(callers).doesNotContainAnyElementsOf(acceptors);
        assertThat(acceptors).allMatch(port -> port >= PortCircle.FIRST_TO_ACCEPT && port <= PortCircle.LAST);
    }

    @Test
    void throughTheRelayANodeTakesNoPortTwiceInWhateverDirectionItConnects() {
        web.self = Optional.of(new Self(WEBS_NAT, false, Optional.of(RELAY)));
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 2048; i++) {
            taken.add(dial(web.ask(0)).caller().port());
            var back = Dial.asking(numbers.incrementAndGet(), 6379, CACHES_NAT, false, ConnectionKey.random());
            taken.add(punch(web.hear(CACHE, back)).localPort());
        }

        assertThat(taken).hasSize(4096);
    }

    @Test
    void thePairOfPortsOfTwoNodesDoesNotComeAgainWhileItsLastConnectionMayLinger() {
        Set<List<Integer>> pairs = new HashSet<>();

        for (int i = 0; i < 20_000; i++) {
            Dial dial = dial(web.ask(0));
            Punch punch = punch(cache.hear(WEB, dial));
            web.hear(CACHE, new PeerMessage.Denied(dial.session(), PeerMessage.Denied.Why.REFUSED));
            pairs.add(List.of(dial.caller().port(), punch.localPort()));
        }

        assertThat(pairs).hasSize(20_000);
    }

    @Test
    void aPortOnWhichNobodyListensIsRefused() {
        cache.listens = false;

        var answer = told(cache.hear(WEB, dial(web.ask(0))));

        assertThat(web.hear(CACHE, answer)).containsExactly(new Failed(1, Failure.REFUSED));
    }

    @Test
    void whereOneNatDoesNotKeepPortsBothMeetAtTheRelay() {
        cache.self = Optional.of(new Self(CACHES_NAT, false, Optional.of(RELAY)));

        var acceptor = cache.hear(WEB, dial(web.ask(0)));
        Plan plan = plan(web.hear(CACHE, told(acceptor)));

        assertThat(punch(acceptor).towards()).isEqualTo(RELAY);
        assertThat(punch(acceptor).relayed()).isTrue();
        assertThat(plan.peer()).isEqualTo(RELAY);
        assertThat(plan.relayed()).isTrue();
    }

    @Test
    void withoutARelayThereIsNoPathBetweenSuchNats() {
        web.self = Optional.of(new Self(WEBS_NAT, false, Optional.empty()));
        cache.self = Optional.of(new Self(CACHES_NAT, true, Optional.empty()));

        var answer = told(cache.hear(WEB, dial(web.ask(0))));

        assertThat(web.hear(CACHE, answer)).containsExactly(new Failed(1, Failure.UNREACHABLE));
    }

    @Test
    void aDirectPathThatFailedIsFollowedByTheRelayAndNotTriedAgainForAWhile() {
        Dial first = dial(web.ask(0));
        assertThat(first.direct()).isTrue();
        web.hear(CACHE, told(cache.hear(WEB, first)));
        assertThat(dial(web.ask(1)).direct()).isFalse();
        assertThat(dial(web.ask(0)).direct()).isFalse();

        now += RendezvousCore.FAILURE_REMEMBERED.toNanos() + 1;

        assertThat(dial(web.ask(0)).direct()).isTrue();
    }

    @Test
    void twoThatHaveALinkDialWithoutWaitingForAnAnswer() {
        web.link(CACHE, true, CACHES_NAT);

        var asked = web.ask(0);
        Dial dial = dial(asked);
        Plan plan = plan(asked.subList(0, 1));
        Punch punch = punch(cache.hear(WEB, dial));

        assertThat(plan.peer()).isEqualTo(CACHES_NAT.withPort(punch.localPort()));
        assertThat(punch.towards()).isEqualTo(WEBS_NAT.withPort(plan.localPort()));
        assertThat(plan.session()).isEqualTo(punch.session());
        assertThat(punch.refusing()).isFalse();
    }

    @Test
    void twoThatCannotDialEachOtherMeetAtTheRelayWithoutWaitingForAnAnswer() {
        web.self = Optional.of(new Self(WEBS_NAT, false, Optional.of(RELAY)));
        web.link(CACHE, false, RELAY);

        var asked = web.ask(0);
        Punch punch = punch(cache.hear(WEB, dial(asked)));

        assertThat(plan(asked.subList(0, 1)).peer()).isEqualTo(RELAY);
        assertThat(punch.towards()).isEqualTo(RELAY);
    }

    @Test
    void aRelayedLinkBetweenTwoThatMayDialEachOtherDoesNotTellWhereToMeet() {
        web.link(CACHE, false, RELAY);

        assertThat(web.ask(0)).hasSize(1).allMatch(action -> action instanceof Tell);
    }

    @Test
    void whoDialsAlreadyIsRefusedOnItsConnectionAndHearsWhyWhenItComesAgain() {
        web.link(CACHE, true, CACHES_NAT);
        cache.listens = false;

        var refusal = cache.hear(WEB, dial(web.ask(0)));
        assertThat(punch(refusal).refusing()).isTrue();
        web.hear(CACHE, told(refusal));

        assertThat(web.ask(1)).containsExactly(new Failed(1, Failure.REFUSED));
        cache.listens = true;
        assertThat(dial(web.ask(0)).direct()).as("the path has not failed").isTrue();
    }

    @Test
    void aListenerThatHasEndedRefusesAndIsNoPathThatFailed() {
        Dial dial = dial(web.ask(0));
        web.hear(CACHE, told(cache.hear(WEB, dial)));

        var late = cache.core.handle(new Unheard(WEB, dial.session()), now);
        web.hear(CACHE, told(late));

        assertThat(web.ask(1)).containsExactly(new Failed(1, Failure.REFUSED));
        assertThat(dial(web.ask(0)).direct()).isTrue();
    }

    @Test
    void aRefusalThatOvertakesNothingStillSaysThatThePathWasGood() {
        Dial dial = dial(web.ask(0));
        web.hear(CACHE, told(cache.hear(WEB, dial)));
        assertThat(dial(web.ask(1)).direct()).as("the guest was quicker").isFalse();

        web.hear(CACHE, new Denied(dial.session(), Denied.Why.REFUSED));

        assertThat(dial(web.ask(0)).direct()).isTrue();
    }

    @Test
    void aNodeThatIsSilentWhileTheGuestDialsIsDeadAndNotBehindABadPath() {
        web.link(CACHE, true, CACHES_NAT);
        web.ask(0);
        now += RendezvousCore.ANSWER_LIMIT.toNanos();

        assertThat(web.ask(1)).containsExactly(new Failed(1, Failure.TIMED_OUT));
        assertThat(dial(web.ask(0)).direct()).isTrue();
    }

    @Test
    void whatWasSaidOnALinkThatBrokeIsSaidAgainAndDoneOnce() {
        Dial waiting = dial(web.ask(0));
        web.link(CACHE, true, CACHES_NAT);
        Dial begun = dial(web.core.handle(new Asked(2, CACHE, 80, 0), now));
        var first = cache.hear(WEB, waiting);

        var again = web.core.handle(new Severed(CACHE), now);

        assertThat(again).containsExactly(new Tell(CACHE, waiting), new Tell(CACHE, begun));
        assertThat(cache.hear(WEB, waiting)).containsExactly(new Tell(WEB, told(first)));
        assertThat(dial(web.ask(0)).begun()).isFalse();
    }

    @Test
    void afterTheRelayThereIsNothingToTry() {
        assertThat(web.ask(2)).containsExactly(new Failed(1, Failure.UNREACHABLE));
    }

    @Test
    void aNodeThatDoesNotAnswerIsTakenForDead() {
        web.ask(0);
        now += RendezvousCore.ANSWER_LIMIT.toNanos() + 1;

        assertThat(web.core.handle(new Ticked(), now)).containsExactly(new Failed(1, Failure.TIMED_OUT));
    }

    @Test
    void anAnswerThatIsLateOrFromSomebodyElseIsNothing() {
        Dial dial = dial(web.ask(0));
        var answer = told(cache.hear(WEB, dial));

        assertThat(web.hear(new NodeId("impostor"), answer)).isEmpty();
        now += RendezvousCore.ANSWER_LIMIT.toNanos() + 1;
        web.core.handle(new Ticked(), now);
        assertThat(web.hear(CACHE, answer)).isEmpty();
    }

    @Test
    void aGuestThatIsGoneIsNotWaitedFor() {
        Dial dial = dial(web.ask(0));

        var withdrawn = web.core.handle(new Withdrawn(1), now);

        assertThat(withdrawn).containsExactly(new Tell(CACHE, new Cancelled(dial.session())));
        assertThat(cache.hear(WEB, new Cancelled(dial.session()))).containsExactly(new Abandon(dial.session()));
    }

    @Test
    void withoutALinkNobodyIsReached() {
        web.self = Optional.empty();

        assertThat(web.ask(0)).containsExactly(new Failed(1, Failure.UNREACHABLE));
        assertThat(told(cache.hear(WEB, Dial.asking(1, 1, WEBS_NAT, true, ConnectionKey.random()))))
                .isEqualTo(new Denied(1, Denied.Why.REFUSED));
    }

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(OverlayAddress.parse(address), port);
    }

    private static Dial dial(List<RendezvousAction> actions) {
        return (Dial) told(actions);
    }

    private static PeerMessage told(List<RendezvousAction> actions) {
        return actions.stream()
                .filter(action -> action instanceof Tell)
                .map(action -> ((Tell) action).message())
                .findFirst()
                .orElseThrow();
    }

    private static Punch punch(List<RendezvousAction> actions) {
        return (Punch) actions.stream()
                .filter(action -> action instanceof Punch)
                .findFirst()
                .orElseThrow();
    }

    private static Plan plan(List<RendezvousAction> actions) {
        assertThat(actions).hasSize(1);
        return ((Dialling) actions.get(0)).plan();
    }
}
