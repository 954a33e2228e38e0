// SPDX-License-Identifier: Apache-2.0
package io.boxer.spot.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.BoxerException;
import io.boxer.spot.market.Step.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptionPlanTest {
    private static InterruptionPlan parse(String text) {
        return InterruptionPlan.parse(text, InterruptionOptions.of(1, 4));
    }

    @Test
    void noneHasNoStep() {
        assertThat(parse("none").steps()).isEmpty();
        assertThat(parse("none").step(0)).isEmpty();
    }

    @Test
    void theDefaultHasThreeNoticesTwoOfThemTogetherARebalanceAndAKillWhateverTheSeed() {
        for (long seed = 0; seed < 500; seed++) {
            List<Step> steps = InterruptionPlan.parse("default", InterruptionOptions.of(seed, 4))
                    .steps();

            assertThat(steps)
                    .extracting(Step::kind)
                    .containsExactlyInAnyOrder(Kind.NOTICE, Kind.NOTICE, Kind.NOTICE, Kind.REBALANCE, Kind.KILL);
            List<Step> first = steps.stream().filter(Step::withNext).toList();
            assertThat(first).hasSize(1);
            assertThat(first.get(0).kind()).isEqualTo(Kind.NOTICE);
            assertThat(steps.get(first.get(0).number() + 1).kind()).isEqualTo(Kind.NOTICE);
            assertThat(steps)
                    .filteredOn(step -> step.kind() == Kind.NOTICE)
                    .allSatisfy(step ->
                            assertThat(step.notice()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20)));
            assertThat(steps).extracting(Step::number).containsExactly(0, 1, 2, 3, 4);
            assertThat(steps).extracting(Step::notBefore).isSorted();
            assertThat(steps).extracting(Step::share).isSorted().allMatch(share -> share < 0.8);
        }
    }

    @Test
    void theSameSeedGivesTheSamePlanAndOthersGiveOthers() {
        Set<List<Step>> plans = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            InterruptionOptions options = InterruptionOptions.of(seed, 4);
            List<Step> steps = InterruptionPlan.parse("default", options).steps();
            assertThat(InterruptionPlan.parse("default", options).steps()).isEqualTo(steps);
            plans.add(steps);
        }
        assertThat(plans).hasSize(100);
    }

    @Test
    void everyRepeatsWithoutEndAndKillsAsOftenAsSaid() {
        InterruptionPlan plan = parse("every=20s,notice=10s,kills=2");

        List<Step> steps = IntStream.range(0, 100)
                .mapToObj(i -> plan.step(i).orElseThrow())
                .toList();

        assertThat(steps).filteredOn(step -> step.kind() == Kind.KILL).hasSize(2);
        assertThat(steps.subList(0, 6))
                .filteredOn(step -> step.kind() == Kind.KILL)
                .hasSize(2);
        assertThat(steps.get(2).notBefore()).isEqualTo(Duration.ofSeconds(60));
        assertThat(steps.get(50).notice()).isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "every=0s|every=0s is shorter than a second; make it longer",
                "notice=10s|does not say how often; add for example every=20s",
                "every=20s,every=10s|names every twice; name it once",
                "every=20s,kill=1|\"kill=1\" is not every=, notice= or kills=; write for example every=20s,notice=10s,kills=1",
                "every=20s,kills=-1|kills=-1 is not a number from 0 to 1000; correct it",
                "every=20s,kills=9999|kills=9999 is not a number from 0 to 1000; correct it",
                "every=20s,,|\"\" is not every=, notice= or kills=; write for example every=20s,notice=10s,kills=1"
            })
    void aSlipOfThePenIsNamedWithTheWayOut(String text, String message) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(BoxerException.class).hasMessageContaining(message);
    }

    @Test
    void whatIsNoFileIsNamedWithTheWayOut() {
        assertThatThrownBy(() -> parse("defualt"))
                .isInstanceOf(BoxerException.class)
                .hasMessage("interruptions=defualt is neither default, none, every=20s,notice=10s,kills=1 nor a file;"
                        + " write one of these");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN", "Infinity"})
    void aTimeFactorThatIsNotPositiveIsRefused(double factor) {
        assertThatThrownBy(() -> new InterruptionOptions(1, factor, Duration.ofSeconds(20), 4))
                .isInstanceOf(BoxerException.class)
                .hasMessageContaining("is not a positive number; 1 plays a trace as recorded");
    }

    @Test
    void aTraceTakesItsShareOfOurNodesSoManyTimesFaster(@TempDir Path directory) throws Exception {
        Path file = Files.write(
                directory.resolve("trace.csv"),
                List.of(
                        "0,add,a",
                        "0,add,b",
                        "0,add,c",
                        "0,add,d",
                        "0,add,e",
                        "0,add,f",
                        "0,add,g",
                        "0,add,h",
                        "60000,remove,a",
                        "60000,remove,b",
                        "60000,remove,c",
                        "60000,remove,d",
                        "120000,remove,e"));

        List<Step> steps = InterruptionPlan.parse(
                        file.toString(), new InterruptionOptions(1, 60, Duration.ofSeconds(15), 4))
                .steps();

        assertThat(steps)
                .as("four of eight, of which we have four: 4/8 + 4/7 + 4/6 + 4/5 = 2.5, then + 4/4")
                .extracting(Step::notBefore)
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(steps).extracting(Step::notice).containsOnly(Duration.ofSeconds(15));
    }
}
