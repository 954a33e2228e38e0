// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterKeyTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void theFirstStartMakesAKeyThatOnlyItsOwnerCanRead() throws IOException {
        var file = directory.resolve("config/boxer/default.key");

        var made = ClusterKey.loadOrCreate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n");
        assertThat(fingerprint(ClusterKey.load(file))).isEqualTo(fingerprint(made));
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.key?*");
    }

    @Test
    void processesThatStartAtOnceGetTheSameKey() throws Exception {
        var file = directory.resolve("default.key");
        var barrier = new CyclicBarrier(8);
        var pool = Executors.newFixedThreadPool(8);
        Callable<String> start = () -> {
            barrier.await();
            return fingerprint(ClusterKey.loadOrCreate(file));
        };
        try {
            var keys = new ArrayList<Future<String>>();
            for (var n = 0; n < 8; n++) {
                keys.add(pool.submit(start));
            }

            var distinct = new HashSet<String>();
            for (var key : keys) {
                distinct.add(key.get());
            }

            assertThat(distinct).hasSize(1);
            assertThat(directory).isDirectoryNotContaining("glob:**/.key*");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws IOException {
        var file = directory.resolve("default.key");
        ClusterKey.loadOrCreate(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> ClusterKey.load(file))
                .hasMessage("%s has mode rw-r--r--, so others can read the key; run: chmod 600 %s", file, file);
    }

    @Test
    void aFileThatIsNoKeyIsRefusedWithoutShowingIt() throws IOException {
        var file = directory.resolve("default.key");
        ClusterKey.loadOrCreate(file);
        Files.writeString(file, "canary");

        assertThatThrownBy(() -> ClusterKey.loadOrCreate(file))
                .hasMessage(
                        "%s is not a key: it must hold 64 digits of 0-9 and a-f; remove it, and the next start makes one",
                        file);
    }

    @Test
    void aKeyThatIsAbsentIsRefused() {
        var file = directory.resolve("absent.key");

        assertThatThrownBy(() -> ClusterKey.load(file))
                .hasMessage(
                        "the key file %s cannot be read (java.nio.file.NoSuchFileException: %s);"
                                + " copy it here from another node",
                        file, file);
    }

    @Test
    void aKeyDoesNotShowItself() {
        assertThat(ClusterKey.random()).hasToString("ClusterKey[********]");
    }

    @Test
    void aProofOfOneRoleOrPurposeIsNoneOfAnother() {
        var key = ClusterKey.random();
        var proofs = new HashSet<String>();
        for (var role : Role.values()) {
            proofs.add(HEX.formatHex(key.mac(role, "challenge", new byte[8])));
            proofs.add(HEX.formatHex(key.mac(role, "proof", new byte[8])));
        }

        assertThat(proofs).hasSize(Role.values().length * 2);
    }

    @Test
    void theDerivationIsThatOfRfc5869() {
        // test case 1 of appendix A, of which 32 of 42 bytes are the first block
        var derived = Hkdf.derive(
                HEX.parseHex("000102030405060708090a0b0c"),
                HEX.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
                HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"));

        assertThat(HEX.formatHex(derived))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    @Test
    void theKeyFileIsTheOptionThenTheVariableThenTheHomeDirectory() {
        var environment = Map.of("BOXER_KEY_FILE", "/keys/a", "HOME", "/home/u");

        assertThat(KeyFile.choose(Optional.of(Path.of("/keys/b")), environment, "default"))
                .isEqualTo(new KeyFile(Path.of("/keys/b"), true));
        assertThat(KeyFile.choose(Optional.empty(), environment, "default"))
                .isEqualTo(new KeyFile(Path.of("/keys/a"), true));
        assertThat(KeyFile.choose(Optional.empty(), Map.of("HOME", "/home/u"), "default"))
                .isEqualTo(new KeyFile(Path.of("/home/u/.config/boxer/default.key"), false));
        assertThat(KeyFile.choose(Optional.empty(), Map.of("HOME", "/home/u", "XDG_CONFIG_HOME", "/x"), "default"))
                .isEqualTo(new KeyFile(Path.of("/x/boxer/default.key"), false));
    }

    private static String fingerprint(ClusterKey key) {
        return HEX.formatHex(key.mac(Role.ADMIN, "fingerprint"));
    }
}
