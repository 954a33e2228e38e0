// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.tpcds.query.QueryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceFileTest {
    private static final QueryName QUERY = QueryName.of("q14a");
    private static final List<ResultColumn> COLUMNS = List.of(
            new ResultColumn("a", "DECIMAL(17,2)"),
            new ResultColumn("b", "DOUBLE"),
            new ResultColumn("c", "VARCHAR"),
            new ResultColumn("d", "DATE"),
            new ResultColumn("e", "HUGEINT"));
    private static final Row ROW = Row.of(
            new Cell.Exact(new BigDecimal("1234567890123.45")),
            new Cell.Approximate(0.1 + 0.2),
            new Cell.Text("Bö'\"\n|"),
            new Cell.Day(LocalDate.of(1998, 1, 2)),
            new Cell.Exact(new BigDecimal("170141183460469231731687303715884105727")));
    private static final Row NULLS =
            Row.of(new Cell.Null(), new Cell.Null(), new Cell.Null(), new Cell.Null(), new Cell.Null());
    private static final Reference REFERENCE = new Reference(COLUMNS, List.of(ROW, NULLS), 1, List.of(NULLS, ROW));

    private final Path answers;

    ReferenceFileTest(@TempDir Path answers) {
        this.answers = answers;
    }

    @Test
    void whatIsWrittenIsReadWithEveryTypeAndDigit() throws IOException {
        ReferenceFile.write(answers, QUERY, "origin", REFERENCE);

        assertThat(ReferenceFile.read(answers, QUERY)).isEqualTo(REFERENCE);
    }

    @Test
    void anAnswerOfAnotherOriginIsNotFound() throws IOException {
        ReferenceFile.write(answers, QUERY, "origin", REFERENCE);

        assertThat(ReferenceFile.has(answers, QUERY, "origin")).isTrue();
        assertThat(ReferenceFile.has(answers, QUERY, "another")).isFalse();
        assertThat(ReferenceFile.has(answers, QueryName.of("q1"), "origin")).isFalse();
    }

    @Test
    void aFileThatIsCutAnywhereIsDamaged() throws IOException {
        ReferenceFile.write(answers, QUERY, "origin", REFERENCE);
        Path file = ReferenceFile.path(answers, QUERY);
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(ReferenceFile.has(answers, QUERY, "origin"))
                    .as("cut at %d", length)
                    .isFalse();
        }
    }

    @Test
    void aChangedDigitIsNamedByTheChecksum() throws IOException {
        ReferenceFile.write(answers, QUERY, "origin", REFERENCE);
        Path file = ReferenceFile.path(answers, QUERY);
        Files.writeString(file, Files.readString(file).replace("123.45", "123.46"));

        assertThatThrownBy(() -> ReferenceFile.read(answers, QUERY))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("reference answer " + file + " cannot be used: it is damaged");
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertThatThrownBy(() -> ReferenceFile.read(answers, QUERY))
                .hasMessage(
                        "reference answer " + ReferenceFile.path(answers, QUERY) + " cannot be used: it is missing");
    }
}
