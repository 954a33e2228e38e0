// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuerySetTest {
    @Test
    void quickIsTheNineThatShuffleMost() {
        QuerySet quick = QuerySet.parse("quick");

        assertThat(quick.names()).isEqualTo("q95,q94,q93,q67,q78,q24a,q11,q64,q4");
        assertThat(quick.sparkSettings())
                .containsEntry("spark.sql.autoBroadcastJoinThreshold", "-1")
                .containsEntry("spark.sql.shuffle.partitions", "16")
                .containsEntry("spark.sql.session.timeZone", "UTC");
    }

    @Test
    void allIsEveryQueryWithSparksOwnPlans() {
        QuerySet all = QuerySet.parse("all");

        assertThat(all.queries()).hasSize(103).doesNotHaveDuplicates().isSorted();
        assertThat(all.sparkSettings())
                .doesNotContainKeys("spark.sql.autoBroadcastJoinThreshold", "spark.sql.shuffle.partitions")
                .containsEntry("spark.sql.files.maxPartitionBytes", "16m");
    }

    @Test
    void namedQueriesRunInTheOrderGivenAndOnce() {
        QuerySet named = QuerySet.parse("q14a, q3,q14a");

        assertThat(named.name()).isEqualTo("q14a, q3,q14a");
        assertThat(named.names()).isEqualTo("q14a,q3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q104", "q14", "q3a", "q0", "q03", "Q3", "3", "quick,q3"})
    void anUnknownNameIsRefusedBeforeAnythingStarts(String name) {
        assertThatThrownBy(() -> QuerySet.parse("q3," + name))
                .isInstanceOf(BoxerException.class)
                .hasMessage(name.replace(",q3", "")
                        + " is not a TPC-DS query (q1 … q99; q14, q23, q24, q39 have a and b). Nothing was started.");
    }

    @Test
    void anEmptyNameIsSaidToBeEmpty() {
        assertThatThrownBy(() -> QuerySet.parse("q3,"))
                .isInstanceOf(BoxerException.class)
                .hasMessageStartingWith("an empty name is not a TPC-DS query");
    }
}
