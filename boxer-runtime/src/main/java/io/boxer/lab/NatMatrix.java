// SPDX-License-Identifier: Apache-2.0
package io.boxer.lab;

import io.boxer.common.process.JavaProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tests a lab: a node on each host that takes part, connections between each pair, and the relay's own count of what it forwarded.
 * Who uses the relay meanwhile is counted too. Confined to one thread.
 */
public final class NatMatrix implements AutoCloseable {
    private final RelayCount relay;
    private final Map<LabHost, MatrixNode> nodes = new LinkedHashMap<>();

    private NatMatrix(RelayCount relay) {
        this.relay = relay;
    }

    /**
     * Starts a node on each host of these pairs and waits until all serve. Relay and coordinator run already.
     *
     * @param init boxer-init, with libboxer-shim.so beside it
     * @param program has the commands {@code supervisor} and {@code lab peer}
     * @param supervisorFlags of the supervisor's JVM
     * @param keyFile of the overlay
     * @param logs directory for what the nodes say
     * @throws io.boxer.common.BoxerException if one does not come up, with its last words
     */
    public static NatMatrix start(
            Lab lab,
            List<MatrixPair> pairs,
            Path init,
            JavaProgram program,
            List<String> supervisorFlags,
            Path keyFile,
            Path logs) {
        var matrix = new NatMatrix(new RelayCount(lab));
        try {
            var start = new MatrixNode.Start(init, program, supervisorFlags, keyFile, logs);
            pairs.stream()
                    .flatMap(pair -> Stream.of(pair.one(), pair.other()))
                    .distinct()
                    .forEach(host -> matrix.nodes.put(host, MatrixNode.start(start, lab, host)));
            matrix.nodes.values().forEach(MatrixNode::awaitServing);
        } catch (RuntimeException cannot) {
            matrix.close();
            throw cannot;
        }
        return matrix;
    }

    /**
     * Connects the two hosts of a pair.
     *
     * @param times one after the other, in each direction
     */
    public MatrixOutcome connect(MatrixPair pair, int times) {
        MatrixNode one = node(pair.one());
        MatrixNode other = node(pair.other());
        long before = relay.joined();
        MatrixAnswer there = one.connect(other, times);
        MatrixAnswer back = other.connect(one, times);
        return MatrixOutcome.of(pair, there, back, relay.joined() - before);
    }

    private MatrixNode node(LabHost host) {
        MatrixNode node = nodes.get(host);
        if (node == null) {
            throw new IllegalArgumentException("no pair was announced with host " + host.name());
        }
        return node;
    }

    /** Ends the nodes. */
    @Override
    public void close() {
        new ArrayList<>(nodes.values()).forEach(MatrixNode::close);
        nodes.clear();
    }
}
