// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileBlocksTest {
    @Test
    void aWriterAsksForMoreTheFurtherItHasCome() {
        List<Integer> asked = new ArrayList<>();
        for (int blocks = 1; blocks < 40; blocks += asked.get(asked.size() - 1)) {
            asked.add(FileBlocks.ahead(blocks));
        }

        assertThat(asked).startsWith(1, 2, 4, 8, 8, 8).allMatch(count -> count <= FileBlocks.MAX_AHEAD);
    }
}
