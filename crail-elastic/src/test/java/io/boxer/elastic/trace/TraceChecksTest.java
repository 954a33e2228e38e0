// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A check that cannot fail proves nothing: one run that is right, and for each check runs in which one line is wrong.
 * MovingStoreTest holds the checks against runs of the real store.
 */
class TraceChecksTest {
    private static final long SECOND = 1_000_000_000L;

    /** A block is written on a, moves to b, is read there; a dies, then b, and the block is lost. A line a second. */
    private static final List<String> RIGHT = List.of(
            "nn nn.record kind=NodeJoined lsn=1 node=h:1#1",
            "nn nn.record kind=NodeJoined lsn=2 node=h:2#2",
            "nn nn.record kind=FileCreated lsn=3 fd=90 parent=0",
            "nn nn.record kind=Create lsn=4 b=7 fd=90 g=1 members=[h:1#1] writerEpoch=1",
            "nn nn.durable lsn=4",
            "nn nn.send message=NEW b=7 g=1 to=h:1#1 lsn=4",
            "h:1#1 dn.lease sentAt=0 until=25s",
            "h:2#2 dn.lease sentAt=0 until=50s",
            "h:1#1 dn.entry b=7 g=1 from=NONE to=LIVE frozenFor=0 slot=0 ranges=[] crc=0",
            "nn nn.record kind=Done lsn=5 b=7 a=1",
            "nn nn.durable lsn=5",
            "nn nn.answer client=1 kind=AT b=7 g=1 node=h:1#1 lsn=5",
            "c cl.invoke op=1 kind=WRITE b=7 offset=0 length=64 crc=77",
            "c cl.attempt op=1 n=1 node=h:1#1 g=1",
            "h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=5",
            "c cl.closed op=1 n=1 reason=ANSWERED open=true",
            "c cl.return op=1 crc=77 result=OK error=",
            "nn nn.record kind=Begin lsn=6 b=7 a=2 newMembers=[h:2#2] newWriterEpoch=1",
            "nn nn.durable lsn=6",
            "h:2#2 dn.entry b=7 g=2 from=NONE to=IMPORTING frozenFor=0 slot=4 ranges=[] crc=0",
            "h:1#1 dn.entry b=7 g=1 from=LIVE to=FROZEN frozenFor=2 slot=0 ranges=[0-64] crc=77",
            "h:2#2 dn.entry b=7 g=2 from=IMPORTING to=READY frozenFor=0 slot=4 ranges=[0-64] crc=77",
            "nn nn.record kind=Commit lsn=7 b=7 a=2 membersLeft=[h:2#2]",
            "nn nn.durable lsn=7",
            "h:2#2 dn.entry b=7 g=2 from=READY to=LIVE frozenFor=0 slot=4 ranges=[0-64] crc=77",
            "nn nn.record kind=Done lsn=8 b=7 a=2",
            "nn nn.durable lsn=8",
            "nn nn.send message=MOVED b=7 g=2 place=h:2#2 to=h:1#1 lsn=8",
            "h:1#1 dn.entry b=7 g=1 from=FROZEN to=NONE frozenFor=0 slot=0 ranges=[0-64] crc=0",
            "h:1#1 dn.entry b=8 g=1 from=NONE to=LIVE frozenFor=0 slot=0 ranges=[] crc=0",
            "h:1#1 dn.entry b=8 g=1 from=LIVE to=NONE frozenFor=0 slot=0 ranges=[] crc=0",
            "c cl.invoke op=2 kind=READ b=7 offset=0 length=64 crc=0",
            "c cl.attempt op=2 n=1 node=h:1#1 g=1",
            "c cl.closed op=2 n=1 reason=FAILED open=false",
            "c cl.attempt op=2 n=2 node=h:2#2 g=2",
            "c cl.closed op=2 n=2 reason=ANSWERED open=true",
            "c cl.return op=2 crc=77 result=OK error=",
            "nn nn.dead node=h:1#1 until=26s",
            "nn nn.record kind=NodeDead lsn=9 node=h:1#1",
            "nn nn.durable lsn=9",
            "nn2 nn.record kind=NodeJoined lsn=1 recovered=true node=h:1#1",
            "nn2 nn.record kind=NodeJoined lsn=2 recovered=true node=h:2#2",
            "nn2 nn.record kind=FileCreated lsn=3 recovered=true fd=90 parent=0",
            "nn2 nn.record kind=Create lsn=4 recovered=true b=7 fd=90 g=1 members=[h:1#1] writerEpoch=1",
            "nn2 nn.record kind=Done lsn=5 recovered=true b=7 a=1",
            "nn2 nn.record kind=Begin lsn=6 recovered=true b=7 a=2 newMembers=[h:2#2] newWriterEpoch=1",
            "nn2 nn.record kind=Commit lsn=7 recovered=true b=7 a=2 membersLeft=[h:2#2]",
            "nn2 nn.record kind=Done lsn=8 recovered=true b=7 a=2",
            "nn2 nn.record kind=NodeDead lsn=9 recovered=true node=h:1#1",
            "nn2 nn.durable lsn=9",
            "nn2 nn.dead node=h:2#2 until=51s",
            "nn2 nn.record kind=NodeDead lsn=10 node=h:2#2",
            "nn2 nn.record kind=Lost lsn=11 b=7",
            "nn2 nn.durable lsn=11",
            "nn2 nn.answer client=1 kind=LOST b=7 lsn=11");

    /** Check, a line of the run, by what it is replaced. A line that is replaced by nothing is taken out. */
    private static final String WRONG = """
            T1  | nn nn.answer client=1 kind=AT b=7 g=1 node=h:1#1 lsn=5 | nn nn.answer client=1 kind=AT b=7 g=1 node=h:1#1 lsn=6
            T1  | nn nn.send message=NEW b=7 g=1 to=h:1#1 lsn=4 | nn nn.send message=NEW b=7 g=1 to=h:1#1 lsn=5
            T1  | nn2 nn.record kind=NodeDead lsn=9 recovered=true node=h:1#1 | nn2 nn.record kind=Epoch lsn=9 recovered=true
            T2  | nn nn.record kind=Begin lsn=6 b=7 a=2 newMembers=[h:2#2] newWriterEpoch=1 | nn nn.record kind=Begin lsn=6 b=7 a=1 newMembers=[h:2#2] newWriterEpoch=1
            T2  | nn nn.record kind=Commit lsn=7 b=7 a=2 membersLeft=[h:2#2] |
            T2  | nn2 nn.durable lsn=11 | nn2 nn.record kind=Lost lsn=12 b=7
            T3  | h:1#1 dn.entry b=7 g=1 from=LIVE to=FROZEN frozenFor=2 slot=0 ranges=[0-64] crc=77 |
            T3  | h:2#2 dn.entry b=7 g=2 from=IMPORTING to=READY frozenFor=0 slot=4 ranges=[0-64] crc=77 | h:2#2 dn.entry b=7 g=2 from=IMPORTING to=LIVE frozenFor=0 slot=4 ranges=[0-64] crc=77
            T3  | nn nn.durable lsn=7 | h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=5
            T4  | h:1#1 dn.entry b=7 g=1 from=LIVE to=FROZEN frozenFor=2 slot=0 ranges=[0-64] crc=77 | h:1#1 dn.lease sentAt=0 until=40s
            T4  | nn nn.durable lsn=7 | h:1#1 dn.entry b=7 g=3 from=FROZEN to=LIVE frozenFor=0 slot=0 ranges=[0-64] crc=77; h:1#1 dn.lease sentAt=0 until=40s
            T5  | h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=5 | h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=0
            T5  | h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=5 | h:1#1 dn.write b=7 g=2 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=5
            T5  | h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=5 | h:1#1 dn.write b=7 g=1 incarnation=2 writerEpoch=1 result=OK leaseLeftNs=5
            T5  | h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=1 result=OK leaseLeftNs=5 | h:1#1 dn.write b=7 g=1 incarnation=1 writerEpoch=2 result=OK leaseLeftNs=5
            T5  | nn2 nn.durable lsn=11 | h:2#2 dn.write b=7 g=2 incarnation=2 writerEpoch=1 result=OK leaseLeftNs=5
            T7  | h:1#1 dn.entry b=7 g=1 from=FROZEN to=NONE frozenFor=0 slot=0 ranges=[0-64] crc=0 |
            T8  | h:2#2 dn.entry b=7 g=2 from=IMPORTING to=READY frozenFor=0 slot=4 ranges=[0-64] crc=77 | h:2#2 dn.entry b=7 g=2 from=IMPORTING to=READY frozenFor=0 slot=4 ranges=[0-64] crc=78
            T8  | h:1#1 dn.entry b=7 g=1 from=LIVE to=FROZEN frozenFor=2 slot=0 ranges=[0-64] crc=77 | h:1#1 dn.entry b=7 g=1 from=LIVE to=FROZEN frozenFor=3 slot=0 ranges=[0-64] crc=77
            T9  | nn nn.answer client=1 kind=AT b=7 g=1 node=h:1#1 lsn=5 | nn nn.answer client=1 kind=AT b=7 g=1 node=h:2#2 lsn=5
            T9  | nn nn.durable lsn=7 | nn nn.answer client=1 kind=AT b=7 g=2 node=h:2#2 lsn=7
            T9  | nn nn.durable lsn=8 |
            T10 | h:1#1 dn.lease sentAt=0 until=25s | h:1#1 dn.lease sentAt=0 until=45s
            T10 | nn2 nn.record kind=NodeDead lsn=10 node=h:2#2 |
            T11 | c cl.return op=2 crc=77 result=OK error= | c cl.return op=2 crc=99 result=OK error=
            T11 | c cl.return op=2 crc=77 result=OK error= | c cl.return op=2 crc=0 result=FAILED error=EOFException
            T12 | c cl.closed op=2 n=1 reason=FAILED open=false |
            T12 | c cl.closed op=2 n=1 reason=FAILED open=false | c cl.closed op=2 n=1 reason=FAILED open=true
            T12 | c cl.closed op=2 n=2 reason=ANSWERED open=true |
            T13 | c cl.return op=2 crc=77 result=OK error= |
            T13 | c cl.invoke op=2 kind=READ b=7 offset=0 length=64 crc=0 | ; c cl.invoke op=2 kind=READ b=7 offset=0 length=64 crc=0 t=0s
            T14 | nn2 nn.record kind=Lost lsn=11 b=7 |
            T14 | nn nn.dead node=h:1#1 until=26s | h:9#9 dn.entry b=7 g=2 from=NONE to=LIVE frozenFor=0 slot=0 ranges=[] crc=0
            """;

    @Test
    void aRunThatIsRightPassesEveryCheck() {
        for (TraceCheck check : TraceCheck.values()) {
            assertThat(check.failures(events(RIGHT))).as(check.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = WRONG, delimiter = '|', nullValues = "-", emptyValue = "", maxCharsPerColumn = 1000)
    void eachCheckRejectsARunInWhichItsLineIsWrong(TraceCheck check, String line, String instead) {
        List<String> wrong = new ArrayList<>(RIGHT);
        int at = wrong.indexOf(line);
        assertThat(at).as("the run has no line %s", line).isNotNegative();
        wrong.remove(at);
        List<String> others =
                instead == null ? List.of() : List.of(instead.strip().split(" *; *", -1));
        wrong.addAll(at, others.stream().filter(each -> !each.isEmpty()).toList());

        assertThat(check.failures(events(wrong))).isNotEmpty();
    }

    @Test
    void noCheckIsWithoutARunThatItRejects() {
        Set<TraceCheck> rejecting = WRONG.lines()
                .map(line ->
                        TraceCheck.valueOf(line.substring(0, line.indexOf('|')).strip()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(TraceCheck.class)));

        assertThat(rejecting).isEqualTo(EnumSet.allOf(TraceCheck.class));
    }

    private static List<Event> events(List<String> lines) {
        List<Event> events = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            Map<String, String> fields = new LinkedHashMap<>();
            for (int i = 2; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                String value = words[i].substring(equals + 1);
                boolean seconds = value.matches("\\d+s");
                fields.put(words[i].substring(0, equals), seconds ? nanos(value) : value);
            }
            long at = fields.containsKey("t") ? Long.parseLong(fields.get("t")) : (events.size() + 1) * SECOND;
            events.add(new Event(words[0], at, words[1], fields));
        }
        return events;
    }

    private static String nanos(String seconds) {
        return Long.toString(Long.parseLong(seconds.replace("s", "")) * SECOND);
    }
}
