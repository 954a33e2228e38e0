// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.HostPort;
import io.boxer.common.NodeId;
import io.boxer.overlay.Endpoint;
import io.boxer.overlay.HostId;
import io.boxer.overlay.NodeToken;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayMessage.Gone;
import io.boxer.overlay.OverlayMessage.Join;
import io.boxer.overlay.OverlayMessage.Leave;
import io.boxer.overlay.OverlayMessage.Refused;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.overlay.Placed;
import io.boxer.supervisor.LinkAction.Connect;
import io.boxer.supervisor.LinkAction.Find;
import io.boxer.supervisor.LinkAction.GiveUp;
import io.boxer.supervisor.LinkAction.Joined;
import io.boxer.supervisor.LinkAction.Learn;
import io.boxer.supervisor.LinkAction.Left;
import io.boxer.supervisor.LinkAction.Note;
import io.boxer.supervisor.LinkAction.Pause;
import io.boxer.supervisor.LinkAction.Send;
import io.boxer.supervisor.LinkEvent.Closed;
import io.boxer.supervisor.LinkEvent.Found;
import io.boxer.supervisor.LinkEvent.Heard;
import io.boxer.supervisor.LinkEvent.Leaving;
import io.boxer.supervisor.LinkEvent.NotFound;
import io.boxer.supervisor.LinkEvent.Opened;
import io.boxer.supervisor.LinkEvent.PauseOver;
import io.boxer.supervisor.LinkEvent.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LinkCoreTest {
    private static final NodeToken TOKEN = new NodeToken(1, 2);
    private static final HostId HOST = new HostId("aa:1");
    private static final HostPort COORDINATOR = new HostPort("127.52.0.1", 7700);
    private static final Placed PLACED = new Placed(OverlayAddress.parse("10.77.0.2"), 24);
    private static final Welcome WELCOME = new Welcome(
            new NodeId("cache"),
            PLACED,
            new Endpoint(OverlayAddress.parse("127.0.0.1"), 1),
            Optional.empty(),
            List.of());

    private final LinkCore core = new LinkCore(TOKEN, HOST, true, Optional.of(new NodeId("cache")));

    @Test
    void findsConnectsAndJoins() {
        assertThat(core.handle(new Started())).containsExactly(new Find());
        assertThat(core.handle(new Found(COORDINATOR))).containsExactly(new Connect(1, COORDINATOR));
        assertThat(core.handle(new Opened(1)))
                .containsExactly(
                        new Send(1, new Join(Optional.of(new NodeId("cache")), TOKEN, HOST, Optional.empty(), true)));
        assertThat(core.handle(new Heard(1, WELCOME))).containsExactly(new Learn(WELCOME), new Joined(WELCOME));
        assertThat(core.state()).isEqualTo(LinkCore.State.JOINED);
    }

    @Test
    void afterABrokenLinkItAsksForTheNameAndTheAddressThatItHad() {
        joined();

        core.handle(new Closed(1, "reset"));
        core.handle(new PauseOver());
        core.handle(new Found(COORDINATOR));

        assertThat(core.handle(new Opened(2)))
                .containsExactly(new Send(
                        2, new Join(Optional.of(new NodeId("cache")), TOKEN, HOST, Optional.of(PLACED), true)));
    }

    @Test
    void pausesGrowUpToTwoSecondsAndBeginAnewAfterAWelcome() {
        core.handle(new Started());
        assertThat(pauseAfter(new NotFound("none"))).isEqualTo(Duration.ofMillis(50));
        for (int i = 0; i < 10; i++) {
            core.handle(new PauseOver());
            core.handle(new NotFound("none"));
        }
        core.handle(new PauseOver());
        assertThat(pauseAfter(new NotFound("none"))).isEqualTo(Duration.ofSeconds(2));

        core.handle(new PauseOver());
        core.handle(new Found(COORDINATOR));
        core.handle(new Opened(1));
        core.handle(new Heard(1, WELCOME));

        assertThat(pauseAfter(new Closed(1, "reset"))).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void whatANodeWaitsForIsToldOnceItTakesLongAndOnce() {
        core.handle(new Started());
        List<Note> told = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String why = i < 10 ? "refused" : "no route";
            core.handle(new NotFound(why)).stream()
                    .filter(action -> action instanceof Note note && note.serious())
                    .forEach(action -> told.add((Note) action));
            assertThat(core.trouble()).isEqualTo(why);
            core.handle(new PauseOver());
        }

        assertThat(told)
                .containsExactly(
                        new Note(true, "has no link to the coordinator: refused"),
                        new Note(true, "has no link to the coordinator: no route"));
    }

    @Test
    void aNodeThatNeverWasAMemberGivesUpWhenItIsRefused() {
        opened();

        assertThat(core.handle(new Heard(1, new Refused("name is taken"))))
                .containsExactly(new GiveUp("name is taken"));
        assertThat(core.handle(new Closed(1, "closed"))).isEmpty();
    }

    @Test
    void aNodeThatWasAMemberTriesAgainWhenItIsRefused() {
        joined();
        core.handle(new Closed(1, "reset"));
        core.handle(new PauseOver());
        core.handle(new Found(COORDINATOR));
        core.handle(new Opened(2));

        assertThat(core.handle(new Heard(2, new Refused("taken"))))
                .containsExactly(new Note(true, "may not join again: taken"));
        assertThat(pauseAfter(new Closed(2, "closed"))).isEqualTo(LinkCore.LONGEST_PAUSE);
    }

    @Test
    void whatAnOldConnectionSaysIsNothing() {
        joined();
        core.handle(new Closed(1, "reset"));
        core.handle(new PauseOver());
        core.handle(new Found(COORDINATOR));

        assertThat(core.handle(new Heard(1, new Gone(new NodeId("web"))))).isEmpty();
        assertThat(core.handle(new Closed(1, "late"))).isEmpty();
    }

    @Test
    void leavesWhenTheCoordinatorHasHungUp() {
        joined();

        assertThat(core.handle(new Leaving())).containsExactly(new Send(1, new Leave()));
        assertThat(core.handle(new Closed(1, "closed"))).containsExactly(new Left());
        assertThat(core.handle(new PauseOver())).isEmpty();
    }

    @Test
    void withoutALinkThereIsNobodyToLeave() {
        core.handle(new Started());

        assertThat(core.handle(new Leaving())).containsExactly(new Left());
        assertThat(core.handle(new Found(COORDINATOR))).isEmpty();
    }

    private void opened() {
        core.handle(new Started());
        core.handle(new Found(COORDINATOR));
        core.handle(new Opened(1));
    }

    private void joined() {
        opened();
        core.handle(new Heard(1, WELCOME));
    }

    private Duration pauseAfter(LinkEvent event) {
        return core.handle(event).stream()
                .filter(action -> action instanceof Pause)
                .map(action -> ((Pause) action).time())
                .findFirst()
                .orElseThrow();
    }
}
