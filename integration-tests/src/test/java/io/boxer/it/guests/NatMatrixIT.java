// SPDX-License-Identifier: Apache-2.0
package io.boxer.it.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.boxer.common.security.ClusterKey;
import io.boxer.lab.Lab;
import io.boxer.lab.LabDaemons;
import io.boxer.lab.MatrixOutcome;
import io.boxer.lab.MatrixPair;
import io.boxer.lab.NatMatrix;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes behind NATs of all kinds, each kind with every other and with itself, behind two gateways and behind one: every connection
 * reaches the node that it names, on the path that was to be expected, and both ends see overlay addresses only.
 */
class NatMatrixIT {
    /** Every kind behind two gateways, and those that keep ports twice behind one. */
    private static final String NATS =
            "port-preserving:2,port-preserving:1,hairpin:2,hairpin:1," + "symmetric:1,symmetric:1,rst:1,rst:1,open:2";

    private static final int TIMES = 10;

    /** The supervisors' own, one that each calls. */
    private static final int OWN_LINKS = 2;

    @TempDir
    static Path directory;

    private static Lab lab;
    private static NatMatrix matrix;
    private static List<MatrixPair> pairs;

    @BeforeAll
    static void start() {
        lab = NatLab.open(NATS, "connections through NATs");
        Path key = directory.resolve("overlay.key");
        ClusterKey.loadOrCreate(key);
        new LabDaemons(JavaProgram.ours(), key, directory).start(lab);
        pairs = MatrixPair.of(lab.plan().hosts());
        Path init = Native.copyTo(directory.resolve("native"));
        matrix = NatMatrix.start(lab, pairs, init, JavaProgram.ours(), Overlay.SUPERVISOR_FLAGS, key, directory);
    }

    @AfterAll
    static void end() {
        if (matrix != null) {
            matrix.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> eachReachesTheOneThatItNames() {
        assertThat(pairs).hasSize(17);
        return pairs.stream().map(pair -> dynamicTest(name(pair), () -> connect(pair)));
    }

    private static void connect(MatrixPair pair) {
        MatrixOutcome outcome = matrix.connect(pair, TIMES);

        assertThat(outcome.troubles()).isEmpty();
        assertThat(outcome.wrong()).isZero();
        assertThat(outcome.right()).isEqualTo(2 * TIMES);
        switch (pair.expected()) {
            case DIRECT -> assertThat(outcome.relayed()).as("relayed").isZero();
            case RELAYED -> assertThat(outcome.relayed()).as("relayed").isBetween(2L * TIMES, 2L * TIMES + OWN_LINKS);
            case EITHER -> assertThat(outcome.relayed()).as("relayed").isBetween(0L, 2L * TIMES + OWN_LINKS);
        }
    }

    private static String name(MatrixPair pair) {
        String behind = pair.one().isNeighbourOf(pair.other()) ? ", behind one gateway" : "";
        return "%s with %s%s: %s".formatted(pair.one().nat(), pair.other().nat(), behind, pair.expected());
    }
}
