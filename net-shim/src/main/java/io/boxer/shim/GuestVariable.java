// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import static io.boxer.common.BoxerException.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * The environment variable that makes a program a guest: who it is and where its supervisor listens. node.c reads it.
 *
 * @param name what the guest's gethostname() says
 * @param address overlay address in text form
 * @param hostBits nodes whose addresses begin with the same so many bits are on one host
 * @param socket abstract name of the supervisor's Unix socket
 * @param secret proves that a request comes from this node's guest
 * @param members path of the file in which names are looked up before the supervisor is asked (members.c)
 */
public record GuestVariable(
        String name, String address, int hostBits, String socket, GuestSecret secret, Optional<String> members) {
    /** Its name in the environment. */
    public static final String NAME = "BOXER_NODE";

    private static final int MAX_SOCKET_BYTES = 103;
    private static final int MAX_PATH_BYTES = 255;

    public GuestVariable {
        require(hostBits >= 16 && hostBits <= 32, "hostBits=%d is not in 16..32", hostBits);
        require(
                socket.length() <= MAX_SOCKET_BYTES,
                "socket '%s' is longer than %d, all that Linux takes",
                socket,
                MAX_SOCKET_BYTES);
        members.ifPresent(path -> require(
                takesPath(path),
                "members '%s' is not an absolute path of at most %d bytes without a semicolon",
                path,
                MAX_PATH_BYTES));
    }

    /** Whether the path of a file can be passed on; where it cannot, guests ask. */
    public static boolean takesPath(String path) {
        return path.startsWith("/") && path.indexOf(';') < 0 && path.getBytes(UTF_8).length <= MAX_PATH_BYTES;
    }

    /** {@code BOXER_NODE=1;cache;10.77.0.2;24;…;/tmp/boxer-node-1/members} */
    public String assignment() {
        return "%s=1;%s;%s;%d;%s;%s%s"
                .formatted(
                        NAME,
                        name,
                        address,
                        hostBits,
                        socket,
                        secret.hex(),
                        members.map(path -> ";" + path).orElse(""));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "node %s at %s/%d".formatted(name, address, hostBits);
    }
}
