// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.boxer.spark.container.OutputId;
import io.boxer.spark.container.SegmentLocation;
import io.boxer.spark.store.LostBytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisteredOutputTest {
    // container 5: map 0 at 0..110, map 1 at 110..220; container 6: map 2 at 0..110
    private final RegisteredOutput map0 = output(0, 5, 0);
    private final RegisteredOutput map1 = output(1, 5, 110);
    private final RegisteredOutput map2 = output(2, 6, 0);
    private final List<RegisteredOutput> all = List.of(map0, map1, map2);

    private static RegisteredOutput output(int mapIndex, long containerId, long offset) {
        SegmentLocation location = new SegmentLocation("c-" + containerId, containerId, offset, 100, 10, "");
        return new RegisteredOutput(3, mapIndex, location.toBlockManagerId(new OutputId(3, mapIndex)), location);
    }

    private List<Integer> lost(LostBytes... losses) {
        return RegisteredOutput.lost(all, List.of(losses)).stream()
                .map(each -> each.output().mapIndex())
                .toList();
    }

    @Test
    void aLossHitsTheOutputsItOverlaps() {
        assertThat(lost(new LostBytes(5, 100, 20, "n"))).containsExactly(0, 1);
        assertThat(lost(new LostBytes(5, 0, 1, "n"))).containsExactly(0);
    }

    @Test
    void anIndexBelongsToItsOutput() {
        assertThat(lost(new LostBytes(5, 109, 1, "n"))).containsExactly(0);
    }

    @Test
    void aNeighbourThatEndsWhereTheLossBeginsIsWhole() {
        assertThat(lost(new LostBytes(5, 110, 5, "n"))).containsExactly(1);
        assertThat(lost(new LostBytes(5, 220, 1000, "n"))).isEmpty();
    }

    @Test
    void anotherContainersLossHitsNothing() {
        assertThat(lost(new LostBytes(7, 0, 1000, "n"))).isEmpty();
        assertThat(lost()).isEmpty();
    }

    @Test
    void severalLossesNameAnOutputOnceWithACause() {
        var lost = RegisteredOutput.lost(
                all, List.of(new LostBytes(6, 0, 1, "node-1 died"), new LostBytes(6, 50, 1, "node-2 died")));

        assertThat(lost).singleElement().satisfies(each -> {
            assertThat(each.output()).isEqualTo(map2);
            assertThat(each.cause()).isEqualTo("node-1 died");
        });
    }

    @Test
    void anOutputWithoutBytesCannotBeLost() {
        RegisteredOutput empty = new RegisteredOutput(
                3, 9, SegmentLocation.nowhere().toBlockManagerId(new OutputId(3, 9)), SegmentLocation.nowhere());

        assertThat(RegisteredOutput.lost(List.of(empty), List.of(new LostBytes(0, 0, 1000, "n"))))
                .isEmpty();
    }
}
