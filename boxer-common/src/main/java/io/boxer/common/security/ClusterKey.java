// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static io.boxer.common.BoxerException.message;
import static io.boxer.common.BoxerException.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The 256 bits that make a process a member of a cluster. Whoever has them may do everything in it.
 *
 * <p>Kept in a file of 64 hexadecimal digits that only its owner can read; never in an argument or in the environment.
 *
 * <p>Immutable.
 */
public final class ClusterKey {
    private static final byte[] SALT = "boxer cluster key 1".getBytes(UTF_8);
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final byte[] bytes;

    private ClusterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    public static ClusterKey random() {
        var bytes = new byte[Hkdf.LENGTH_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ClusterKey(bytes);
    }

    /**
     * Reads the file, after making it and its directory if there is none. Two processes that make it at once get the
     * same key.
     *
     * @throws BoxerException USER if others can read the file, if it is no key, or if it cannot be made
     */
    public static ClusterKey loadOrCreate(Path file) {
        if (!Files.exists(file)) {
            create(file);
        }
        return load(file);
    }

    /**
     * Reads the file.
     *
     * @throws BoxerException USER if it is absent, if others can read it, or if it is no key
     */
    public static ClusterKey load(Path file) {
        try {
            require(
                    OWNER.containsAll(Files.getPosixFilePermissions(file)),
                    "%s has mode %s, so others can read the key; run: chmod 600 %s",
                    file,
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                    file);
            var text = Files.readString(file).strip();
            require(
                    FORM.matcher(text).matches(),
                    "%s is not a key: it must hold 64 digits of 0-9 and a-f; remove it, and the next start makes one",
                    file);
            return new ClusterKey(HexFormat.of().parseHex(text));
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    message("the key file %s cannot be read (%s); copy it here from another node", file, e),
                    e);
        }
    }

    /**
     * HMAC-SHA256 under the key of one role and one purpose, so that a proof is good for nothing else.
     *
     * @return 32 bytes
     */
    public byte[] mac(Role role, String purpose, byte[]... parts) {
        var info = ("boxer " + role.word() + " " + purpose).getBytes(UTF_8);
        return Hkdf.mac(Hkdf.derive(SALT, bytes, info), parts);
    }

    /** Masked. */
    @Override
    public String toString() {
        return "ClusterKey[********]";
    }

    private static void create(Path file) {
        var absolute = file.toAbsolutePath();
        try {
            var directory = Files.createDirectories(absolute.getParent());
            var draft = Files.createTempFile(directory, ".key", "", PosixFilePermissions.asFileAttribute(OWNER));
            try {
                Files.writeString(draft, HexFormat.of().formatHex(random().bytes) + "\n");
                // a link appears whole or not at all, and never in place of a key that somebody made meanwhile
                Files.createLink(absolute, draft);
            } catch (FileAlreadyExistsException e) {
                // the other one's key is as good
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER,
                    message("the key file %s cannot be made (%s); name another with --key-file", file, e),
                    e);
        }
    }
}
