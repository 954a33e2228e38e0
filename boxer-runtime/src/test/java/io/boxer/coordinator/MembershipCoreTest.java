// SPDX-License-Identifier: Apache-2.0
package io.boxer.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.NodeToken;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Ask;
import io.boxer.overlay.OverlayMessage.Came;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.OverlayMessage.Forwarded;
import io.boxer.overlay.OverlayMessage.Gone;
import io.boxer.overlay.OverlayMessage.Join;
import io.boxer.overlay.OverlayMessage.Leave;
import io.boxer.overlay.OverlayMessage.Look;
import io.boxer.overlay.OverlayMessage.Refused;
import io.boxer.overlay.OverlayMessage.Told;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.OverlayNetwork;
import io.boxer.overlay.OverlayTimes;
import io.boxer.overlay.PathFacts;
import io.boxer.overlay.PeerMessage;
import io.boxer.overlay.Placed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MembershipCoreTest {
    private static final HostId HERE = new HostId("aa:1");
    private static final HostId THERE = new HostId("bb:2");
    private static final Endpoint FROM = new Endpoint(OverlayAddress.parse("198.51.100.10"), 40000);
    /** What its id leads to. */
    private static final String BLOCK_OF_THERE = "10.77.%d".formatted(1 + Math.floorMod("bb:2".hashCode(), 254));

    private static final PathFacts FACTS = new PathFacts(FROM, FROM, Optional.empty(), false, Optional.empty(), "");
    private static final long OPEN = 1_000;
    private static final long GRACE = OverlayTimes.GRACE.toNanos();

    private final MembershipCore core = new MembershipCore(OverlayNetwork.DEFAULT, Optional.empty(), HERE, 0, OPEN);
    private final Set<Long> connections = new HashSet<>();
    private long now = OPEN;

    @Test
    void aQuestionGoesToTheSupervisorAndItsAnswerToWhoAsked() {
        join(1, "cache");
        say(9, new Look());

        var asked = sent(say(9, new Ask(77, new NodeId("cache"), new NodeId("web"), true)), 1);
        long number = ((Ask) asked.get(0)).question();
        var told = sent(say(1, new Told(number, FACTS)), 9);

        assertThat(told).containsExactly(new Told(77, FACTS));
        assertThat(sent(say(1, new Told(number, FACTS)), 9)).isEmpty();
    }

    @Test
    void aSupervisorThatCannotBeAskedIsNamed() {
        join(1, "cache");
        lose(1);
        var question = new Ask(1, new NodeId("cache"), new NodeId("web"), false);

        assertThat(sent(say(9, question), 9))
                .containsExactly(new Refused("node 'cache' has no link to the coordinator at the moment; try again"));
    }

    @Test
    void anAnswerForOneWhoHasHungUpIsDropped() {
        join(1, "cache");
        var asked = sent(say(9, new Ask(1, new NodeId("cache"), new NodeId("web"), false)), 1);
        lose(9);

        assertThat(say(1, new Told(((Ask) asked.get(0)).question(), FACTS))).isEmpty();
    }

    @Test
    void theFirstNodeGetsItsNameAndTheFirstAddress() {
        assertThat(sent(join(1, "cache"), 1))
                .containsExactly(welcome("cache", "10.77.0.2", member("cache", "10.77.0.2")));
    }

    @Test
    void whoAsksForNoNameGetsOneThatIsFree() {
        join(1, "node-1");

        var answer = sent(say(2, new Join(Optional.empty(), new NodeToken(2, 2), HERE, Optional.empty(), true)), 2);

        assertThat(answer)
                .first()
                .extracting(message -> ((Welcome) message).name())
                .isEqualTo(new NodeId("node-2"));
    }

    @Test
    void theOthersHearOfWhoComesAndGoes() {
        join(1, "cache");

        var came = join(2, "web");
        var gone = say(2, new Leave());

        assertThat(sent(came, 1)).containsExactly(new Came(member("web", "10.77.0.3")));
        assertThat(sent(gone, 1)).containsExactly(new Gone(new NodeId("web")));
    }

    @Test
    void nodesOfOneHostShareABlockAndOthersHaveTheirOwn() {
        join(1, "a");
        join(2, "b");

        var other = sent(
                say(3, new Join(Optional.of(new NodeId("c")), new NodeToken(3, 3), THERE, Optional.empty(), true)), 3);

        assertThat(((Welcome) other.get(0)).placed())
                .isEqualTo(new Placed(OverlayAddress.parse(BLOCK_OF_THERE + ".2"), 24));
    }

    @Test
    void aCoordinatorThatForgotEverythingGivesAHostItsOldBlock() {
        var other = new MembershipCore(OverlayNetwork.DEFAULT, Optional.empty(), new HostId("cc:3"), 7, 0);
        other.handle(new MembershipEvent.Connected(1, FROM), now);

        var answer = sent(
                other.handle(
                        new MembershipEvent.Said(
                                1, new Join(Optional.empty(), new NodeToken(1, 1), THERE, Optional.empty(), true)),
                        now),
                1);

        assertThat(((Welcome) answer.get(0)).placed())
                .isEqualTo(new Placed(OverlayAddress.parse(BLOCK_OF_THERE + ".9"), 24));
    }

    @Test
    void nodesThatAreAloneOnTheirHostsShareABlockButSeeNobodyOnTheirHost() {
        var first = sent(say(1, alone("f1", 1, HERE)), 1);
        var second = sent(say(2, alone("f2", 2, THERE)), 2);

        assertThat(((Welcome) first.get(0)).placed()).isEqualTo(new Placed(OverlayAddress.parse("10.77.254.2"), 32));
        assertThat(((Welcome) second.get(0)).placed()).isEqualTo(new Placed(OverlayAddress.parse("10.77.254.3"), 32));
    }

    @Test
    void aNameThatIsTakenIsRefusedWithTheWayOut() {
        join(1, "cache");

        assertThat(sent(join(2, "cache"), 2))
                .containsExactly(
                        new Refused("name 'cache' is taken by the node at 10.77.0.2; choose another with --name"));
    }

    @Test
    void aNodeThatComesBackInTimeIsTheSameNodeAndNobodyHears() {
        join(1, "cache");
        join(2, "web");
        lose(1);
        now += GRACE / 2;

        var back = say(3, again("cache", 1, "10.77.0.2"));

        assertThat(sent(back, 3))
                .first()
                .extracting(message -> ((Welcome) message).placed().address())
                .isEqualTo(OverlayAddress.parse("10.77.0.2"));
        assertThat(sent(back, 2)).isEmpty();
    }

    @Test
    void aNodeThatDoesNotComeBackIsGone() {
        join(1, "cache");
        join(2, "web");
        lose(1);
        now += GRACE + 1;

        assertThat(sent(tick(), 2)).containsExactly(new Gone(new NodeId("cache")));
    }

    @Test
    void whoAsksForTheNameOfALostNodeWaitsUntilThatIsGone() {
        join(1, "cache");
        lose(1);

        var asked = join(2, "cache");
        now += GRACE + 1;
        var later = tick();

        assertThat(sent(asked, 2)).isEmpty();
        assertThat(sent(later, 2)).first().isInstanceOf(Welcome.class);
    }

    @Test
    void whoWaitsIsRefusedIfTheLostNodeComesBack() {
        join(1, "cache");
        lose(1);
        join(2, "cache");

        var back = say(3, again("cache", 1, "10.77.0.2"));

        assertThat(sent(back, 2)).first().isInstanceOf(Refused.class);
    }

    @Test
    void whoWaitsAndHangsUpGetsNothing() {
        join(1, "cache");
        lose(1);
        join(2, "cache");
        lose(2);
        now += GRACE + 1;

        tick();

        assertThat(core.members()).isEmpty();
    }

    @Test
    void aCoordinatorThatForgotEverythingTakesTheNodesBackAtTheirAddresses() {
        var back = say(1, again("cache", 1, "10.77.0.9"));

        assertThat(sent(back, 1)).containsExactly(welcome("cache", "10.77.0.9", member("cache", "10.77.0.9")));
    }

    @Test
    void untilTheNodesOfTheLastCoordinatorAreBackNobodyNewTakesTheirAddresses() {
        now = 0;
        var early = join(1, "new");
        var back = say(2, again("cache", 2, "10.77.0.2"));
        now = OPEN;
        var open = tick();

        assertThat(sent(early, 1)).isEmpty();
        assertThat(sent(back, 2)).first().isInstanceOf(Welcome.class);
        assertThat(sent(open, 1))
                .first()
                .extracting(message -> ((Welcome) message).placed().address())
                .isEqualTo(OverlayAddress.parse("10.77.0.3"));
    }

    @Test
    void whoWaitsForTheRecoveryWithoutANameGetsOne() {
        now = 0;
        say(1, new Join(Optional.empty(), new NodeToken(1, 1), HERE, Optional.empty(), true));
        now = OPEN;

        assertThat(sent(tick(), 1))
                .first()
                .extracting(message -> ((Welcome) message).name())
                .isEqualTo(new NodeId("node-1"));
    }

    @Test
    void anAddressThatSomebodyElseHasByNowIsNotGivenTwice() {
        join(1, "web");

        var back = say(2, again("cache", 2, "10.77.0.2"));

        assertThat(sent(back, 2)).first().isInstanceOf(Refused.class);
        assertThat(core.members()).containsExactly(member("web", "10.77.0.2"));
    }

    @Test
    void anAddressThatHasBecomeFreeIsTheLastToBeGivenAgain() {
        join(1, "a");
        say(1, new Leave());

        var next = sent(join(2, "b"), 2);

        assertThat(((Welcome) next.get(0)).placed().address()).isEqualTo(OverlayAddress.parse("10.77.0.3"));
    }

    @Test
    void aHostMayHaveMoreNodesThanABlockHasAddresses() {
        for (int i = 1; i <= 253; i++) {
            join(i, "n" + i);
        }

        var next = sent(join(254, "more"), 254);

        assertThat(((Welcome) next.get(0)).placed().address()).isEqualTo(OverlayAddress.parse("10.77.1.2"));
    }

    @Test
    void carriesWhatSupervisorsSayToEachOther() {
        join(1, "cache");
        join(2, "web");
        var denied = new PeerMessage.Denied(7, PeerMessage.Denied.Why.REFUSED);

        var carried = say(1, new Forward(new NodeId("web"), denied));
        var toNobody = say(1, new Forward(new NodeId("nobody"), denied));
        var fromNobody = say(3, new Forward(new NodeId("web"), denied));

        assertThat(sent(carried, 2)).containsExactly(new Forwarded(new NodeId("cache"), denied));
        assertThat(toNobody).isEmpty();
        assertThat(fromNobody).isEmpty();
    }

    @Test
    void whoTalksOutOfTurnIsHungUpOn() {
        join(1, "cache");

        var twice = join(1, "other");
        var asCoordinator = say(2, new Gone(new NodeId("cache")));

        assertThat(twice).contains(new MembershipAction.Close(1));
        assertThat(asCoordinator).contains(new MembershipAction.Close(2));
        assertThat(core.members()).hasSize(1);
    }

    private List<MembershipAction> join(long connection, String name) {
        return say(
                connection,
                new Join(
                        Optional.of(new NodeId(name)),
                        new NodeToken(connection, connection),
                        HERE,
                        Optional.empty(),
                        true));
    }

    private static Join again(String name, long token, String address) {
        return new Join(
                Optional.of(new NodeId(name)),
                new NodeToken(token, token),
                HERE,
                Optional.of(new Placed(OverlayAddress.parse(address), 24)),
                true);
    }

    private static Join alone(String name, long token, HostId host) {
        return new Join(Optional.of(new NodeId(name)), new NodeToken(token, token), host, Optional.empty(), false);
    }

    private List<MembershipAction> say(long connection, OverlayMessage message) {
        if (connections.add(connection)) {
            core.handle(new MembershipEvent.Connected(connection, FROM), now);
        }
        return core.handle(new MembershipEvent.Said(connection, message), now);
    }

    private void lose(long connection) {
        core.handle(new MembershipEvent.Disconnected(connection), now);
    }

    private List<MembershipAction> tick() {
        return core.handle(new MembershipEvent.Ticked(), now);
    }

    private static List<OverlayMessage> sent(List<MembershipAction> actions, long connection) {
        return actions.stream()
                .filter(action -> action instanceof MembershipAction.Send send && send.connection() == connection)
                .map(action -> ((MembershipAction.Send) action).message())
                .toList();
    }

    private static Member member(String name, String address) {
        return new Member(new NodeId(name), OverlayAddress.parse(address), HERE);
    }

    private static Welcome welcome(String name, String address, Member... members) {
        return new Welcome(
                new NodeId(name),
                new Placed(OverlayAddress.parse(address), 24),
                FROM,
                Optional.empty(),
                List.of(members));
    }
}
