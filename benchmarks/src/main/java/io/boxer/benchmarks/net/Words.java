// SPDX-License-Identifier: Apache-2.0
package io.boxer.benchmarks.net;

import java.util.ArrayList;
import java.util.List;

/** Command lines put together of parts. Stateless. */
final class Words {
    private Words() {}

    @SafeVarargs
    static List<String> of(List<String>... parts) {
        List<String> words = new ArrayList<>();
        for (List<String> part : parts) {
            words.addAll(part);
        }
        return List.copyOf(words);
    }
}
