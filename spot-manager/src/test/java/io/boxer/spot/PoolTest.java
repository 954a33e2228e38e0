// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolTest {
    @Test
    void aSpotPoolKnowsItsTypeAndZone() {
        Pool pool = new Pool("spot:m6i.large:us-east-1a");

        assertThat(pool.isSpot()).isTrue();
        assertThat(pool.instanceType()).contains("m6i.large");
        assertThat(pool.zone()).contains("us-east-1a");
    }

    @Test
    void theStablePoolHasNeither() {
        assertThat(Pool.STABLE.isSpot()).isFalse();
        assertThat(Pool.STABLE.instanceType()).isEmpty();
        assertThat(Pool.STABLE.zone()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "spot", "spot:m6i.large", "spot::us-east-1a", "spot:a:b:c", "stable\n", "Spot:a:b"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> new Pool(text))
                .hasMessage("pool=" + text
                        + " is neither stable nor spot:TYPE:ZONE; write for example spot:m6i.large:us-east-1a");
    }
}
