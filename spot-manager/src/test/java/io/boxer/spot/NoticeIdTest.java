// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticeIdTest {
    private static final NodeId NODE = new NodeId("spot-1");
    private static final Instant TIME = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void theSameContentIsTheSameNotice() {
        assertThat(InterruptionNotice.of(NODE, TIME)).isEqualTo(InterruptionNotice.of(NODE, TIME));
    }

    @Test
    void aFractionOfASecondMakesNoOtherNotice() {
        assertThat(InterruptionNotice.of(NODE, TIME.plusMillis(999)).id())
                .isEqualTo(InterruptionNotice.of(NODE, TIME).id());
    }

    @Test
    void nodeKindAndTimeEachMakeAnotherNotice() {
        Set<NoticeId> ids = new HashSet<>();

        ids.add(InterruptionNotice.of(NODE, TIME).id());
        ids.add(InterruptionNotice.of(NODE, TIME.plusSeconds(1)).id());
        ids.add(InterruptionNotice.of(new NodeId("spot-2"), TIME).id());
        ids.add(RebalanceRecommendation.of(NODE, TIME).id());

        assertThat(ids).hasSize(4);
    }

    @Test
    void anIdThatIsNotOneOfOursIsRefused() {
        assertThatThrownBy(() -> new NoticeId("12\n34"))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("is not 32 hexadecimal digits");
    }

    @Test
    void theIdIsTheSameOnEachMachineAndInEachRelease() {
        assertThat(InterruptionNotice.of(NODE, TIME).id().value()).isEqualTo(EXPECTED);
    }

    /** {@code printf 'spot-1\ninterruption\n2026-11-24T12:00:00Z' | sha256sum | cut -c1-32} */
    private static final String EXPECTED = "e913edde24302340d6f6b46cdfbc887b";
}
