// SPDX-License-Identifier: Apache-2.0
package io.boxer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.ConfigurationPage.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {
    private enum Order {
        LEAST_USED,
        RANDOM
    }

    @Test
    void aSectionIsATableOfItsSettingsInOrder() {
        var spot = new Section(
                "Spot manager",
                List.of(
                        Setting.text("boxer.spot.token", "canary", "Token.").masked(),
                        Setting.duration("boxer.spot.poll-interval", "5s", "Time between two polls | probes."),
                        Setting.integer("boxer.spot.copies", 1, "Copies.").where("1 or 2", n -> n == 1 || n == 2)));
        var store = new Section(
                "Store",
                List.of(
                        Setting.choice("boxer.store.order", Order.LEAST_USED, "Placement."),
                        Setting.text("boxer.store.spill", "", "Directory.")));

        assertThat(ConfigurationPage.render(List.of(spot, store)))
                .startsWith("# Configuration\n\nWritten by a test")
                .endsWith("""

                        ## Spot manager

                        | key | meaning | form | default |
                        | --- | --- | --- | --- |
                        | `boxer.spot.copies` | Copies. | integer, 1 or 2 | `1` |
                        | `boxer.spot.poll-interval` | Time between two polls \\| probes. | time | `5s` |
                        | `boxer.spot.token` | Token. | text |  |

                        ## Store

                        | key | meaning | form | default |
                        | --- | --- | --- | --- |
                        | `boxer.store.order` | Placement. | least-used, random | `least-used` |
                        | `boxer.store.spill` | Directory. | text |  |
                        """)
                .doesNotContain("canary");
    }

    @Test
    void twoKeysWithOneVariableAreRefused() {
        var section = new Section(
                "Spot manager",
                List.of(Setting.text("boxer.spot.a-b", "", "One."), Setting.text("boxer.spot.a.b", "", "Two.")));

        assertThatThrownBy(() -> ConfigurationPage.render(List.of(section)))
                .hasMessage("boxer.spot.a-b and boxer.spot.a.b have one variable, BOXER_SPOT_A_B");
    }
}
