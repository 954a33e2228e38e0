// SPDX-License-Identifier: Apache-2.0
package io.boxer.compose;

import java.util.List;

/**
 * A service. Immutable.
 *
 * @param replicas how many nodes of it shall run, 0 to 200
 * @param program with variables not yet replaced
 * @param publish ports of this machine that lead to its nodes
 */
public record Service(String name, int replicas, Program program, Conduct conduct, List<PublishedPort> publish) {
    public Service {
        publish = List.copyOf(publish);
    }

    /**
     * What the node of a replica is called: the service's name if the file asks for one replica at most, else {@code
     * SERVICE-1}; always {@code SERVICE-k} from the second on. So scaling never gives a node another name.
     *
     * @param replica from 1
     */
    public String nodeName(int replica) {
        return replica == 1 && replicas <= 1 ? name : name + "-" + replica;
    }
}
