// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import java.util.List;
import java.util.function.Function;

/** The checks of docs/protocol.md, section 9. T6 is about second copies, which do not exist yet. */
enum TraceCheck {
    /** What is said rests on durable records, and these survive. */
    T1(LogChecks::saidBeforeDurable),
    /** Records follow the states of section 5. */
    T2(LogChecks::recordsOutOfOrder),
    /** Entries follow the states of section 5, and a frozen one is silent. */
    T3(EntryChecks::movesAgainstTheRules),
    /** At most one owner. */
    T4(OwnerChecks::twoOwners),
    /** Who acknowledges may. */
    T5(OwnerChecks::writesWithoutRight),
    /** One slot, one block. */
    T7(EntryChecks::sharedSlots),
    /** A copy equals its frozen source. */
    T8(EntryChecks::unequalCopies),
    /** Only published places are named. */
    T9(LogChecks::namedBeforePublished),
    /** Dead is said after the lease, lost after dead. */
    T10(DeathChecks::deadOrLostTooEarly),
    /** A read returns what was written last, or later. */
    T11(RegisterCheck::wrongReads),
    /** One live attempt. */
    T12(ClientChecks::attemptsBesideEachOther),
    /** Every operation ends, in time. */
    T13(ClientChecks::lateReturns),
    /** In the end the nodes hold what the namenode believes, and nothing else. */
    T14(DeathChecks::endsInDisagreement);

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
    private final Function<List<Event>, List<String>> pass;

    TraceCheck(Function<List<Event>, List<String>> pass) {
        this.pass = pass;
    }

    /** @return one line for each violation; none if the trace is right */
    List<String> failures(List<Event> trace) {
        return pass.apply(trace);
    }
}
