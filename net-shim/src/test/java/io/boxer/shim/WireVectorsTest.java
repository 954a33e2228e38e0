// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.boxer.common.wire.MalformedFrameException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ends of the shim's socket are held to one file: this is the Java end, src/test/c/cases/wire_format.c the other. */
class WireVectorsTest {
    private static final Path VECTORS = Path.of("src/test/vectors/wire.txt");

    /** One block of the file. */
    record Vector(Map<String, String> fields) {
        static Vector of(String block) {
            return new Vector(block.lines()
                    .filter(line -> !line.startsWith("#") && line.contains("="))
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
        }

        String text(String key) {
            return fields.getOrDefault(key, "");
        }

        int number(String key) {
            return Integer.parseInt(text(key));
        }

        byte[] bytes(String key) {
            return HexFormat.of().parseHex(text(key));
        }

        int address(String key) {
            return Arrays.stream(text(key).split(":", 2)[0].split("\\."))
                    .mapToInt(Integer::parseInt)
                    .reduce(0, (bits, octet) -> bits << 8 | octet);
        }

        int port(String key) {
            return Integer.parseInt(text(key).split(":", 2)[1]);
        }

        @Override
        public String toString() {
            return text("kind") + ": " + text("name");
        }
    }

    private static Stream<Vector> ofKind(String kind) {
        try {
            return Arrays.stream(Files.readString(VECTORS).split("\n\n"))
                    .map(Vector::of)
                    .filter(vector -> vector.text("kind").equals(kind));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Vector> requests() {
        return ofKind("request");
    }

    static Stream<Vector> malformedRequests() {
        return ofKind("no-request");
    }

    static Stream<Vector> answers() {
        return ofKind("answer");
    }

    /** Those that this end can write: it leaves the local address to the kernel. */
    static Stream<Vector> plans() {
        return ofKind("plan").filter(plan -> plan.address("local") == 0);
    }

    static Stream<Vector> ends() {
        return ofKind("ends");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsReadAsItIsWritten(Vector vector) {
        assertThat(ShimRequest.parse(ByteBuffer.wrap(vector.bytes("hex"))))
                .isEqualTo(new ShimRequest(
                        ShimVerb.ofCode(vector.number("verb")).orElseThrow(),
                        vector.number("side"),
                        vector.number("port"),
                        vector.address("address"),
                        Long.parseUnsignedLong(vector.text("cookie"), 16),
                        GuestSecret.of(vector.bytes("secret")),
                        vector.text("text")));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestCutAtAnyByteIsNone(Vector vector) {
        byte[] whole = vector.bytes("hex");
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThatThrownBy(() -> ShimRequest.parse(cut)).isInstanceOf(MalformedFrameException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("malformedRequests")
    void aMalformedRequestIsRefused(Vector vector) {
        ByteBuffer bytes = ByteBuffer.wrap(vector.bytes("hex"));
        assertThatThrownBy(() -> ShimRequest.parse(bytes)).isInstanceOf(MalformedFrameException.class);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerIsWrittenAsItIsRead(Vector vector) {
        assertThat(answer(vector).toBytes().array()).isEqualTo(vector.bytes("hex"));
    }

    private static ShimAnswer answer(Vector vector) {
        int error = vector.number("error");
        if (error != 0) {
            return ShimAnswer.error(Arrays.stream(Errno.values())
                    .filter(errno -> errno.code() == error)
                    .findFirst()
                    .orElseThrow());
        }
        if (vector.number("side") != 0) {
            return ShimAnswer.side(Side.ofCode(vector.number("side")).orElseThrow());
        }
        return vector.text("text").isEmpty()
                ? ShimAnswer.address(vector.address("address"), vector.number("port"))
                : ShimAnswer.text(vector.text("text"));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanIsWrittenAsItIsRead(Vector vector) {
        byte[] bytes = ShimAnswer.plan(
                        vector.port("local"),
                        vector.address("peer"),
                        vector.port("peer"),
                        vector.bytes("hello"),
                        vector.bytes("expect"))
                .toBytes()
                .array();
        assertThat(Arrays.copyOfRange(bytes, ShimAnswer.HEADER_BYTES, bytes.length))
                .isEqualTo(vector.bytes("hex"));
        assertLeadsTo(bytes, vector.address("peer"), vector.port("peer"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void theEndsOfAConnectionAreWrittenAsTheyAreRead(Vector vector) {
        byte[] bytes = ShimAnswer.ends(
                        vector.address("own"), vector.port("own"), vector.address("peer"), vector.port("peer"))
                .toBytes()
                .array();
        assertThat(Arrays.copyOfRange(bytes, ShimAnswer.HEADER_BYTES, bytes.length))
                .isEqualTo(vector.bytes("hex"));
        assertLeadsTo(bytes, vector.address("own"), vector.port("own"));
    }

    /** The address and the port of an answer's header. */
    private static void assertLeadsTo(byte[] answer, int address, int port) {
        assertThat(ByteBuffer.wrap(answer).getInt(12)).isEqualTo(address);
        assertThat(Short.toUnsignedInt(ByteBuffer.wrap(answer).getShort(10))).isEqualTo(port);
    }
}
