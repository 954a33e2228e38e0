// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.boxer.common.ErrorCode;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Mutual proof that both ends of a connection have the cluster's key, before any other byte is parsed. Messages in,
 * messages out: no clock, no I/O. They are drawn on {@link Greeting#LENGTH_BYTES}.
 *
 * <p>It proves who opened the connection, not who sends its later bytes: over networks of others it is made inside TLS, and
 * then covers the {@link ChannelBinding} too.
 *
 * <p>Confined to the thread that serves the connection.
 */
public sealed interface Handshake permits ClientHandshake, ServerHandshake {
    /** After which an unfinished handshake is abandoned. */
    Duration LIMIT = Duration.ofSeconds(5);

    /** What comes of one message. */
    sealed interface Step permits Next, Accepted, Refused {
        /** To be sent now, once; may be empty. */
        ByteBuffer reply();
    }

    /** One more message is awaited. */
    record Next(ByteBuffer reply) implements Step {}

    /** Done; the bytes that follow are the application's. */
    record Accepted(ByteBuffer reply, Party peer) implements Step {}

    /**
     * Done; to be closed once the reply is sent. The reply is the same for every reason.
     *
     * @param code USER if settings differ, PEER if the other side left or sent nonsense
     * @param reason for our log and our user, never for the other side
     */
    record Refused(ByteBuffer reply, ErrorCode code, String reason) implements Step {}

    /**
     * The side that opened the connection.
     *
     * @param server role that the other side must prove
     */
    static Handshake client(ClusterKey key, Party self, Role server) {
        return client(key, self, server, () -> ChannelBinding.NONE);
    }

    /**
     * The same on a channel that may be encrypted.
     *
     * @param binding asked once the first message has come, which is when an encrypted channel stands
     */
    static Handshake client(ClusterKey key, Party self, Role server, Supplier<ChannelBinding> binding) {
        return new ClientHandshake(key, self, server, Greeting.of(self, nonce()), binding);
    }

    /**
     * The side that accepted the connection.
     *
     * @param admitted roles that may connect here
     */
    static Handshake server(ClusterKey key, Party self, Set<Role> admitted) {
        return server(key, self, admitted, () -> ChannelBinding.NONE);
    }

    /**
     * The same on a channel that may be encrypted.
     *
     * @param binding asked once the first message has come, which is when an encrypted channel stands
     */
    static Handshake server(ClusterKey key, Party self, Set<Role> admitted, Supplier<ChannelBinding> binding) {
        return new ServerHandshake(key, self, admitted, nonce(), binding);
    }

    /** What to send before anything is received; empty for the server. */
    byte[] opening();

    /** Length of the message to receive next, in bytes; 0 when it is done. */
    int awaits();

    /**
     * Takes the message that is awaited.
     *
     * @param message exactly {@link #awaits()} bytes
     * @throws IllegalArgumentException if it has another length
     */
    Step receive(byte[] message);

    /** Ends it because the time is over or the other side has left. */
    default Refused abandon(String reason) {
        return new Refused(ByteBuffer.wrap(refusal()), ErrorCode.PEER, reason);
    }

    /** The one text that a side sends to refuse, as long as a proof. */
    static byte[] refusal() {
        return "boxer: the handshake is refused\n".getBytes(US_ASCII);
    }

    private static byte[] nonce() {
        var nonce = new byte[Greeting.NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        return nonce;
    }
}
