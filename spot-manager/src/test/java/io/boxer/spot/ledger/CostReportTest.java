// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boxer.common.BoxerException;
import io.boxer.spot.Pool;
import io.boxer.spot.market.RealTraces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostReportTest {
    private static final Pool SPOT = new Pool("spot:m6i.large:us-east-1a");
    private static final Prices PRICES = Prices.shipped();

    @Test
    void oneStableAndFourSpotNodesForAnHour() {
        CostReport report = CostReport.of(
                List.of(new NodeSeconds(SPOT, 4, 4 * 3600), new NodeSeconds(Pool.STABLE, 1, 3600)),
                PRICES,
                "m6i.large");

        assertThat(report.onDemandUsd()).isCloseTo(5 * 0.096, within(1e-9));
        assertThat(report.spotUsd()).isCloseTo(0.096 + 4 * 0.096 * 0.37, within(1e-9));
        assertThat(report.savingPercent()).as("63 % on four of five nodes").isCloseTo(63 * 0.8, within(1e-9));
    }

    @Test
    void theFiguresNeverGoWithoutTheirBasis() {
        CostReport report = CostReport.of(
                List.of(new NodeSeconds(SPOT, 4, 100), new NodeSeconds(Pool.STABLE, 1, 50)), PRICES, "m6i.large");

        assertThat(report.basis())
                .startsWith(
                        "spot:m6i.large:us-east-1a: 4 nodes of m6i.large, 100.0 node-seconds at $0.0355 an hour on spot"
                                + " (63 % less than $0.0960 an hour on demand)",
                        "stable: 1 node of m6i.large, 50.0 node-seconds at $0.0960 an hour on demand")
                .anyMatch(line -> line.contains("price list") && line.contains("from memory"))
                .anyMatch(line -> line.contains("Spot Instance Advisor") && line.contains("2025-07"))
                .anyMatch(line -> line.contains("left out: the one-minute minimum"));
    }

    @Test
    void nothingRunSavesNothing() {
        assertThat(CostReport.of(List.of(), PRICES, "m6i.large").savingPercent())
                .isZero();
    }

    @Test
    void aTypeWithoutAPriceIsNamed() {
        assertThatThrownBy(() -> CostReport.of(
                        List.of(new NodeSeconds(new Pool("spot:x9.huge:us-east-1a"), 1, 1)), PRICES, "m6i.large"))
                .isInstanceOf(BoxerException.class)
                .hasMessageStartingWith("instanceType=x9.huge has no price here (there are: c5.large, ")
                .hasMessageEndingWith("); use one of these in the pool's name");
    }

    @Test
    void anAdvisorFileChangesTheSavingsAndTheSource(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("advisor.json"),
                "{\"spot_advisor\": {\"us-east-1\": {\"Linux\": {\"m6i.large\": {\"s\": 70, \"r\": 1}}}}}");

        Prices prices = PRICES.withAdvisor(file);

        assertThat(prices.of("m6i.large").savingPercent()).isEqualTo(70);
        assertThat(prices.of("m5.large")).isEqualTo(PRICES.of("m5.large"));
        assertThat(prices.sources().get(1)).endsWith("advisor.json");
    }

    @Test
    void aFileThatIsNoAdvisorFileIsRefused(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("a.json"), "{}");

        assertThatThrownBy(() -> PRICES.withAdvisor(file))
                .hasMessage("spot-advisor=" + file + " has no spot_advisor.us-east-1.Linux; name a spot advisor file");
    }

    @Test
    void theShippedSavingsAreThoseOfTheSnapshotTheyCite() {
        Optional<Path> snapshot = RealTraces.file("spot-advisor-2025-07.json");
        assumeTrue(snapshot.isPresent(), "shared/data/spot/spot-advisor-2025-07.json is not on this machine");

        assertThat(PRICES.withAdvisor(snapshot.orElseThrow()).types()).isEqualTo(PRICES.types());
    }
}
