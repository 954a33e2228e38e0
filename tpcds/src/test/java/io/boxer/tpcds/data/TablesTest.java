// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpcds.Table;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TablesTest {
    @Test
    void parentsAndTheirChildrenAreThe24Tables() {
        List<String> names = Tables.parents().stream()
                .flatMap(table -> table.hasChild() ? Stream.of(table, table.getChild()) : Stream.of(table))
                .map(Table::getName)
                .toList();

        assertThat(names)
                .hasSize(24)
                .doesNotHaveDuplicates()
                .contains("store_returns", "inventory")
                .doesNotContain("dbgen_version");
    }

    @Test
    void columnsHaveTheTypesThatSparkAndDuckDbBothKnow() {
        assertThat(Tables.columns(Table.STORE_SALES))
                .contains(new Column("ss_item_sk", "int"), new Column("ss_list_price", "decimal(7,2)"));
        assertThat(Tables.columns(Table.DATE_DIM))
                .contains(new Column("d_date", "date"), new Column("d_day_name", "string"));
    }

    @Test
    void theThreeMisspelledColumnsHaveTheNamesOfTheQueryTexts() {
        assertThat(Tables.columns(Table.CUSTOMER)).extracting(Column::name).contains("c_last_review_date");
        assertThat(Tables.columns(Table.STORE)).extracting(Column::name).contains("s_tax_percentage");
        assertThat(Tables.columns(Table.PROMOTION)).extracting(Column::name).contains("p_response_target");
    }
}
