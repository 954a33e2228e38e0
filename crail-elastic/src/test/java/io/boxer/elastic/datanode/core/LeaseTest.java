// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.datanode.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.elastic.rpc.ControlMessage;
import io.boxer.elastic.trace.Trace;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long L = 2_000_000_000L;
    private static final Now START = new Now(5_000_000_000L, 1_700_000_000_000L);

    private final Lease lease = new Lease(Trace.OFF);

    @Test
    void withoutAGrantThereIsNone() {
        lease.asked(START);

        assertThat(lease.leftNanos(START)).isZero();
    }

    @Test
    void itCountsFromTheSendingOfTheHeartbeatAndEndsTheGuardTimeEarly() {
        lease.asked(START);
        Now received = START.plusMillis(1500);
        lease.granted(grant(START));

        assertThat(lease.leftNanos(received)).isEqualTo(450_000_000L);
        assertThat(lease.leftNanos(START.plusMillis(1949))).isPositive();
        assertThat(lease.leftNanos(START.plusMillis(1950))).isZero();
    }

    @Test
    void aGrantThatAnswersNoHeartbeatOfOursIsNone() {
        lease.asked(START);
        lease.granted(grant(START.plusMillis(1)));

        assertThat(lease.leftNanos(START)).isZero();
    }

    @Test
    void anOlderGrantThatComesLateChangesNothing() {
        Now second = START.plusMillis(400);
        lease.asked(START);
        lease.asked(second);
        lease.granted(grant(second));
        lease.granted(new ControlMessage.Lease(START.nanos(), 100 * L));

        assertThat(lease.leftNanos(second)).isEqualTo(L - Lease.GUARD_NANOS);
    }

    @Test
    void aYoungerGrantMayShortenItAtTheDeadlineOfANotice() {
        Now second = START.plusMillis(400);
        lease.asked(START);
        lease.granted(grant(START));
        lease.asked(second);
        lease.granted(new ControlMessage.Lease(second.nanos(), 300_000_000L));

        assertThat(lease.leftNanos(second.plusMillis(250))).isZero();
    }

    @Test
    void itIsGivenUpAfterTheMachineWasSuspendedAndComesBackWithTheNextGrant() {
        lease.asked(START);
        lease.granted(grant(START));
        Now resumed = new Now(START.nanos() + 1_000_000L, START.wallMillis() + 60_001);

        assertThat(lease.leftNanos(resumed)).isZero();
        assertThat(lease.leftNanos(START.plusMillis(2))).isZero();

        lease.asked(resumed);
        lease.granted(grant(resumed));
        assertThat(lease.leftNanos(resumed)).isPositive();
    }

    private static ControlMessage.Lease grant(Now sentAt) {
        return new ControlMessage.Lease(sentAt.nanos(), L);
    }
}
