// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.rpc;

import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import java.util.List;

/**
 * A path as Crail's client sends it: 32-bit hashes of its components only, see {@code FileName}.
 *
 * @param hashes one for each component; empty for the root
 * @param text the path itself where the caller knows it, else empty. With it the namenode tells names apart that share a hash
 */
public record FilePath(List<Integer> hashes, String text) {
    public static FilePath read(WireInput in) {
        return new FilePath(in.getList(WireInput::getInt), in.getText());
    }

    public static FilePath ofText(String text) {
        List<Integer> hashes = names(text).stream().map(String::hashCode).toList();
        return new FilePath(hashes, text);
    }

    void write(WireOutput out) {
        out.putList(hashes, WireOutput::putInt);
        out.putText(text);
    }

    /** @return the components by name; empty if the caller did not say */
    public List<String> names() {
        return names(text);
    }

    private static List<String> names(String text) {
        return List.of(text.split("/")).stream().filter(name -> !name.isEmpty()).toList();
    }

    @Override
    public String toString() {
        return text.isEmpty() ? "path with hashes " + hashes : text;
    }
}
