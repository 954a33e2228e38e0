// SPDX-License-Identifier: Apache-2.0
package io.boxer.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.common.ConfigurationPage;
import io.boxer.common.ConfigurationPage.Section;
import io.boxer.compose.app.AppSettings;
import io.boxer.coordinator.CoordinatorSettings;
import io.boxer.elastic.datanode.DatanodeSettings;
import io.boxer.elastic.namenode.NamenodeSettings;
import io.boxer.relay.RelaySettings;
import io.boxer.spot.daemon.SpotSettings;
import io.boxer.spot.market.MarketSettings;
import io.boxer.supervisor.SupervisorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md against the settings that the daemons declare; {@code -Dgolden.update} rewrites it. */
final class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void thePageListsTheSettingsAsTheyAreDeclared() throws IOException {
        var declared = ConfigurationPage.render(List.of(
                new Section("Namenode", NamenodeSettings.ALL),
                new Section("Datanode", DatanodeSettings.ALL),
                new Section("Spot manager", SpotSettings.ALL),
                new Section("Local market", MarketSettings.ALL),
                new Section("Coordinator", CoordinatorSettings.ALL),
                new Section("Supervisor", SupervisorSettings.ALL),
                new Section("Relay", RelaySettings.ALL),
                new Section("Application", AppSettings.ALL)));
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, declared);
        }

        assertThat(PAGE).as("rewrite it with -Dgolden.update").hasContent(declared);
    }
}
