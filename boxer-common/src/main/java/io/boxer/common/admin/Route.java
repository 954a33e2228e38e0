// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of an admin API.
 *
 * @param path with names in braces: {@code /v1/nodes/{name}/drain}
 */
public record Route(String method, String path, Handler handler) {
    /** Answers a call; runs on an admin thread. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Does it.
         *
         * @return what becomes JSON, or a {@link Text}
         * @throws io.boxer.common.BoxerException USER 400, CAPACITY and PEER 503, BUG 500; {@link AdminException} 404, 409
         */
        Object answer(AdminRequest request);
    }

    /** A question: changes nothing. */
    public static Route get(String path, Handler handler) {
        return new Route("GET", path, handler);
    }

    /** A change: the caller must have the key. Harmless twice, because who reads the traffic may repeat it. */
    public static Route post(String path, Handler handler) {
        return new Route("POST", path, handler);
    }

    /** A removal: the caller must have the key. */
    public static Route delete(String path, Handler handler) {
        return new Route("DELETE", path, handler);
    }

    boolean changes() {
        return !method.equals("GET");
    }

    /** What stands for the names in braces, decoded, if this is a path of the route; a name is never empty. */
    Optional<Map<String, String>> match(String rawPath) {
        List<String> form = List.of(path.split("/", -1));
        List<String> parts = List.of(rawPath.split("/", -1));
        if (form.size() != parts.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < form.size(); i++) {
            String name = form.get(i);
            if (name.startsWith("{") && !parts.get(i).isEmpty()) {
                parameters.put(name.substring(1, name.length() - 1), PercentEncoding.segment(parts.get(i)));
            } else if (!name.equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }
}
