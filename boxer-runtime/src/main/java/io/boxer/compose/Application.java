// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

import java.util.List;

/**
 * What a boxer.yaml says, checked, with its files read. Immutable.
 *
 * @param name of the application and of its overlay
 * @param services in the order of the file; what they depend on is among them, without a circle
 */
public record Application(String name, List<Service> services) {
    public Application {
        services = List.copyOf(services);
    }
}
