// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.crail;

import io.boxer.elastic.rpc.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.crail.metadata.FileName;

/**
 * The way of a path's text around Crail: its {@code FileName} keeps hashes only. {@link ElasticCrailStore} says the text before
 * it calls Crail, and the RPC connection, which Crail calls in the same thread, looks it up. Where nobody said a text, the path
 * goes without one.
 *
 * <p>Thread-safe: thread-local.
 */
final class NamedPaths {
    private static final ThreadLocal<List<FilePath>> SAID = ThreadLocal.withInitial(List::of);

    private NamedPaths() {}

    static <T> T during(List<String> texts, Callable<T> call) throws Exception {
        List<FilePath> before = SAID.get();
        SAID.set(texts.stream().map(FilePath::ofText).toList());
        try {
            return call.call();
        } finally {
            SAID.set(before);
        }
    }

    static FilePath of(FileName name) {
        List<Integer> hashes = hashes(name);
        return SAID.get().stream()
                .filter(path -> path.hashes().equals(hashes))
                .findFirst()
                .orElseGet(() -> new FilePath(hashes, ""));
    }

    private static List<Integer> hashes(FileName name) {
        List<Integer> hashes = new ArrayList<>(name.getLength());
        for (int i = 0; i < name.getLength(); i++) {
            hashes.add(name.getComponent(i));
        }
        return hashes;
    }
}
