// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The accepting side. HELLO, then PROOF; the decision falls in one place, {@link #objection}, after both.
 *
 * <p>Confined to the thread that serves the connection.
 */
final class ServerHandshake implements Handshake {
    private static final byte[] NOTHING = {};

    private final ClusterKey key;
    private final Party self;
    private final Set<Role> admitted;
    private final Greeting greeting;
    private final Supplier<ChannelBinding> binding;

    private int awaits = Greeting.LENGTH_BYTES;
    private Greeting hello = Greeting.read(new byte[Greeting.LENGTH_BYTES]);
    private byte[] challenge = NOTHING;

    ServerHandshake(ClusterKey key, Party self, Set<Role> admitted, byte[] nonce, Supplier<ChannelBinding> binding) {
        this.key = key;
        this.self = self;
        this.admitted = Set.copyOf(admitted);
        this.greeting = Greeting.of(self, nonce);
        this.binding = binding;
    }

    @Override
    public byte[] opening() {
        return NOTHING;
    }

    @Override
    public int awaits() {
        return awaits;
    }

    @Override
    public Step receive(byte[] message) {
        Proof.checkLength(message, awaits);
        if (awaits == Greeting.LENGTH_BYTES) {
            return onHello(message);
        }
        return onProof(message);
    }

    private Step onHello(byte[] message) {
        hello = Greeting.read(message);
        challenge = Proof.join(
                greeting.bytes(),
                proof(Proof.CHALLENGE, message, greeting.bytes(), binding.get().bytes()));
        awaits = Proof.LENGTH_BYTES;
        return new Next(ByteBuffer.wrap(challenge.clone()));
    }

    private Step onProof(byte[] message) {
        awaits = 0;
        var expected = proof(Proof.CLIENT, hello.bytes(), challenge);
        var accepted = proof(Proof.RESULT, hello.bytes(), challenge, message);
        var proven = MessageDigest.isEqual(expected, message);
        var objection = objection(message, proven);
        if (objection.isEmpty()) {
            return new Accepted(ByteBuffer.wrap(accepted), hello.party().orElseThrow());
        }
        return new Refused(ByteBuffer.wrap(Handshake.refusal()), ErrorCode.USER, objection.get());
    }

    /** The first reason against the client, the most telling first. */
    private Optional<String> objection(byte[] message, boolean proven) {
        var mismatch = hello.mismatch(self);
        if (mismatch.isPresent()) {
            return mismatch;
        }
        var role = hello.role().orElseThrow();
        if (!admitted.contains(role)) {
            return Optional.of(BoxerException.message(
                    "a %s may not connect to this port of a %s; check the address",
                    role.word(), self.role().word()));
        }
        if (MessageDigest.isEqual(Handshake.refusal(), message)) {
            return Optional.of("the client refused this server, as it does if its key or settings differ; see its log");
        }
        return proven
                ? Optional.empty()
                : Optional.of("the client's proof is wrong: another key, or a replay; give both the same --key-file");
    }

    /** Made under some key even for a role that does not exist, so that it takes the same time. */
    private byte[] proof(String purpose, byte[]... parts) {
        return key.mac(hello.role().orElse(Role.CLIENT), purpose, parts);
    }
}
