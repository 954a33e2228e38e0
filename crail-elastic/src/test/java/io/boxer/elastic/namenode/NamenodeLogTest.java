// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.common.HostPort;
import io.boxer.common.NodeRef;
import io.boxer.elastic.rpc.Caller;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash, a damaged disk and a second namenode do to the log. */
class NamenodeLogTest {
    private static final NodeRef NODE = new NodeRef(new HostPort("127.0.0.1", 5000), 42);
    private static final Caller CALLER = new Caller(1, 2);

    /** One of each kind; a kind that is added and forgotten here fails {@link #everyKindOfRecordIsHere()}. */
    private static final List<LogRecord> RECORDS = List.of(
            new LogRecord.Format(1, 2, 1 << 20),
            new LogRecord.Epoch(1),
            new LogRecord.NodeJoined(NODE, "n1", "stable", 8, 0),
            new LogRecord.DrainBegun(NODE, "id", "notice", 12_345),
            new LogRecord.FileCreated(7, 0, 99, "name", 0, 0, 512, 7, 1000, CALLER),
            new LogRecord.FileNamed(7, "other"),
            new LogRecord.FileLength(7, 1_000_000, 1001),
            new LogRecord.FileRenamed(7, 0, 98, "n", -2, CALLER),
            new LogRecord.DirectoryLeased(8, 30_000),
            new LogRecord.Create(9, 7, 0, 1, List.of(NODE), 1),
            new LogRecord.Begin(9, 2, List.of(NODE), 1),
            new LogRecord.Commit(9, 2, List.of(NODE)),
            new LogRecord.Done(9, 2),
            new LogRecord.Abort(9, 3, 4),
            new LogRecord.Roll(9, 4),
            new LogRecord.Rolled(9, NODE, 5),
            new LogRecord.Lost(9, "cause"),
            new LogRecord.Delete(9),
            new LogRecord.NodeDead(NODE, "silent"),
            new LogRecord.FileRemoved(7, CALLER));

    @TempDir
    Path directory;

    @Test
    void everyKindOfRecordIsHere() {
        assertThat(RECORDS).extracting(record -> (Object) record.getClass()).containsExactlyInAnyOrder((Object[])
                LogRecord.class.getPermittedSubclasses());
    }

    @Test
    void whatWasWrittenIsReadAgain() throws Exception {
        write(RECORDS);

        try (NamenodeLog log = NamenodeLog.open(directory)) {
            assertThat(log.recovered()).isEqualTo(RECORDS);
        }
    }

    @Test
    void aRecordThatWasCutAnywhereByACrashIsForgottenAndTheLogGoesOn() throws Exception {
        List<LogRecord> before = RECORDS.subList(0, 3);
        write(before);
        long whole = Files.size(file());
        write(List.of(RECORDS.get(4)));
        byte[] bytes = Files.readAllBytes(file());

        for (int cut = (int) whole; cut < bytes.length; cut++) {
            Files.write(file(), java.util.Arrays.copyOf(bytes, cut));
            try (NamenodeLog log = NamenodeLog.open(directory)) {
                assertThat(log.recovered()).as("cut at byte %d", cut).isEqualTo(before);
                log.write(List.of(RECORDS.get(5)));
            }
            try (NamenodeLog log = NamenodeLog.open(directory)) {
                assertThat(log.recovered()).endsWith(RECORDS.get(5)).hasSize(4);
            }
        }
    }

    @Test
    void damageInFrontOfWholeRecordsStopsTheStart() throws Exception {
        write(RECORDS);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file()));
        bytes.put(12, (byte) (bytes.get(12) ^ 1));
        Files.write(file(), bytes.array());

        assertThatThrownBy(() -> NamenodeLog.open(directory))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("is damaged at byte 0, whole records follow at byte");
    }

    @Test
    void aSecondNamenodeOnTheSameDirectoryIsRefused() throws Exception {
        try (NamenodeLog first = NamenodeLog.open(directory)) {
            assertThat(first.recovered()).isEmpty();
            assertThatThrownBy(() -> NamenodeLog.open(directory))
                    .hasMessage(
                            "data=%s is in use by another namenode; stop it, or give this one a directory of its own"
                                    .formatted(directory));
        }
    }

    private Path file() {
        return directory.resolve("namenode.log");
    }

    private void write(List<LogRecord> records) throws Exception {
        try (NamenodeLog log = NamenodeLog.open(directory)) {
            log.write(records);
        }
    }
}
