// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.PathFacts;
import io.boxer.overlay.PathFacts.Measured;
import io.boxer.overlay.PeerMessage.Accepted;
import io.boxer.overlay.punch.ConnectionKey;
import io.boxer.overlay.punch.RendezvousAction.Tell;
import io.boxer.overlay.punch.RendezvousCore;
import io.boxer.overlay.punch.RendezvousEvent.Asked;
import io.boxer.overlay.punch.RendezvousEvent.Said;
import io.boxer.overlay.punch.Self;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathReportTest {
    private static final Endpoint RELAY = endpoint("203.0.113.5", 7710);
    private static final Member WEB = member("web", "10.77.0.2", 1);
    private static final Member DB = member("db", "10.77.1.2", 2);

    private static Endpoint endpoint(String address, int port) {
        return new Endpoint(OverlayAddress.parse(address), port);
    }

    private static Member member(String name, String address, int host) {
        return new Member(new NodeId(name), OverlayAddress.parse(address), new HostId("ab:" + host));
    }

    /** Behind a NAT, or not; with ports that are kept, or not. */
    private static PathFacts facts(boolean nat, boolean keeps, boolean relay, boolean failed) {
        return new PathFacts(
                endpoint("10.100.0.2", 40000),
                endpoint(nat ? "198.51.100.10" : "10.100.0.2", keeps ? 40000 : 50000),
                relay ? Optional.of(RELAY) : Optional.empty(),
                failed,
                Optional.empty(),
                "");
    }

    @Test
    void nodesOfOneHostAskNobody() {
        var neighbour = member("db", "10.77.0.3", 1);

        var report = PathReport.of(WEB, facts(true, false, false, true), neighbour, facts(true, false, false, true));

        assertThat(report.way()).isEqualTo(Way.SAME_HOST);
        assertThat(report.reasons())
                .containsExactly("both are on one host: a connection goes over its loopback, nobody is asked");
    }

    @Test
    void twoNatsThatKeepPortsAreOpenedByBothEnds() {
        var report = PathReport.of(WEB, facts(true, true, false, false), DB, facts(true, true, false, false));

        assertThat(report.way()).isEqualTo(Way.PUNCHED);
        assertThat(report.reasons())
                .containsExactly(
                        "web is behind a NAT that keeps ports: 10.100.0.2:40000 appears as 198.51.100.10:40000",
                        "db is behind a NAT that keeps ports: 10.100.0.2:40000 appears as 198.51.100.10:40000",
                        "both know under which port they appear, so both dial at once and each opens its NAT for the other");
    }

    @Test
    void withoutNatThePathIsDirect() {
        var report = PathReport.of(WEB, facts(false, true, true, false), DB, facts(false, true, true, false));

        assertThat(report.way()).isEqualTo(Way.DIRECT);
    }

    @Test
    void aNatThatChangesPortsNeedsTheRelay() {
        var report = PathReport.of(WEB, facts(true, true, true, false), DB, facts(true, false, true, false));

        assertThat(report.way()).isEqualTo(Way.RELAYED);
        assertThat(report.reasons())
                .contains("nobody can be told under which port to dial db", "both meet at the relay 203.0.113.5:7710");
    }

    @Test
    void withoutRelayTheWayOutIsNamed() {
        var report = PathReport.of(WEB, facts(true, true, false, true), DB, facts(true, true, false, false));

        assertThat(report.way()).isEqualTo(Way.NONE);
        assertThat(report.reasons())
                .contains(
                        "a direct path from web to db has failed within the last ten minutes",
                        "the overlay has no relay: start 'boxer relay', and the coordinator with --relay HOST:PORT");
    }

    @Test
    void aDirectPathThatHasJustFailedIsSaid() {
        var measured = facts(true, true, true, false).with(Optional.of(new Measured(true, 90_000, 1)), "");

        var report = PathReport.of(WEB, measured, DB, facts(true, true, true, false));

        assertThat(report.way()).isEqualTo(Way.RELAYED);
        assertThat(report.reasons()).endsWith("a direct path was tried just now and failed, so both met at the relay");
    }

    @ParameterizedTest
    @CsvSource({
        "true,true,true,false", "true,true,false,false", "true,false,true,false", "false,true,true,false",
        "false,false,true,false", "false,false,false,false", "true,true,true,true", "true,true,false,true"
    })
    void whatIsSaidIsWhatTheTwoSupervisorsAgreeOn(boolean keeps, boolean othersKeep, boolean relay, boolean failed) {
        var facts = facts(true, keeps, relay, failed);
        var others = facts(true, othersKeep, relay, false);

        assertThat(PathReport.of(WEB, facts, DB, others).way()).isEqualTo(agreed(facts, others));
    }

    /** By two cores that talk to each other. */
    private static Way agreed(PathFacts facts, PathFacts others) {
        var caller = core(facts);
        if (facts.failedLately()) {
            caller.handle(new Asked(1, DB.name(), 80, 1), 0);
        }
        var dial = (Tell) caller.handle(new Asked(2, DB.name(), 80, 0), 0).get(0);
        return core(others).handle(new Said(WEB.name(), dial.message()), 0).stream()
                .filter(action -> action instanceof Tell)
                .map(action -> ((Tell) action).message())
                .map(message -> message instanceof Accepted accepted
                        ? (accepted.relayed() ? Way.RELAYED : Way.PUNCHED)
                        : Way.NONE)
                .findFirst()
                .orElseThrow();
    }

    private static RendezvousCore core(PathFacts facts) {
        return new RendezvousCore(
                port -> true,
                () -> Optional.of(new Self(facts.seenAs(), facts.keepsPorts(), facts.relay())),
                () -> 7,
                ConnectionKey::random);
    }
}
