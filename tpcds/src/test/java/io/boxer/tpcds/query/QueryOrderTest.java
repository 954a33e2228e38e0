// SPDX-License-Identifier: Apache-2.0
package io.boxer.tpcds.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryOrderTest {
    @Test
    void keysAreNamesPositionsAndDifferences() {
        assertThat(QueryOrder.keys(QueryName.of("q3"), List.of("d_year", "brand_id", "brand", "sum_agg")))
                .containsExactly(
                        new OrderKey(0, OrderKey.NONE, false),
                        new OrderKey(3, OrderKey.NONE, true),
                        new OrderKey(1, OrderKey.NONE, false));
        assertThat(QueryOrder.keys(QueryName.of("q89"), List.of("s_store_name", "sum_sales", "avg_monthly_sales")))
                .containsExactly(new OrderKey(1, 2, false), new OrderKey(0, OrderKey.NONE, false));
        assertThat(QueryOrder.keys(QueryName.of("q74"), List.of("id"))).containsExactly(new OrderKey(0, -1, false));
    }

    @Test
    void aQueryWithoutOrderByHasNoKeys() {
        assertThat(QueryOrder.keys(QueryName.of("q9"), List.of("bucket1"))).isEmpty();
    }

    @Test
    void aNameThatIsNotOneColumnIsRefused() {
        assertThatThrownBy(() -> QueryOrder.keys(QueryName.of("q1"), List.of("x")))
                .hasMessage("the order key c_customer_id names 0 of the columns [x]; correct order.properties");
    }
}
