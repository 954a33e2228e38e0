// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose.app;

import com.fasterxml.jackson.databind.JsonNode;

/** Bodies of the admin API's requests. */
public final class AppRequests {
    private AppRequests() {}

    /**
     * These services shall run.
     *
     * @param application as the schema says, with the content of files instead of their source
     * @param file boxer.yaml that it is from, for people
     */
    public record Apply(JsonNode application, String file) {}

    /** So many nodes of a service shall run, until the file is brought up again. */
    public record Scale(int replicas) {}
}
