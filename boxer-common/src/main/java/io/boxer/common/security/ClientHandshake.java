// SPDX-License-Identifier: Apache-2.0
package io.boxer.common.security;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The connecting side: checks CHALLENGE before it proves anything itself.
 *
 * <p>Confined to the thread that serves the connection.
 */
final class ClientHandshake implements Handshake {
    private static final byte[] NOTHING = {};
    private static final int CHALLENGE_BYTES = Greeting.LENGTH_BYTES + Proof.LENGTH_BYTES;

    private final ClusterKey key;
    private final Party self;
    private final Role server;
    private final byte[] hello;
    private final Supplier<ChannelBinding> binding;

    private int awaits = CHALLENGE_BYTES;
    private byte[] challenge = NOTHING;
    private byte[] proof = NOTHING;

    /** @param hello of another version in tests */
    ClientHandshake(ClusterKey key, Party self, Role server, Greeting hello, Supplier<ChannelBinding> binding) {
        this.key = key;
        this.self = self;
        this.server = server;
        this.hello = hello.bytes();
        this.binding = binding;
    }

    @Override
    public byte[] opening() {
        return hello.clone();
    }

    @Override
    public int awaits() {
        return awaits;
    }

    @Override
    public Step receive(byte[] message) {
        Proof.checkLength(message, awaits);
        if (awaits == CHALLENGE_BYTES) {
            return onChallenge(message);
        }
        return onResult(message);
    }

    private Step onChallenge(byte[] message) {
        challenge = message.clone();
        var objection = objection(Greeting.read(Arrays.copyOf(message, Greeting.LENGTH_BYTES)));
        if (objection.isPresent()) {
            awaits = 0;
            return new Refused(ByteBuffer.wrap(Handshake.refusal()), ErrorCode.USER, objection.get());
        }
        proof = key.mac(self.role(), Proof.CLIENT, hello, challenge);
        awaits = Proof.LENGTH_BYTES;
        return new Next(ByteBuffer.wrap(proof.clone()));
    }

    private Optional<String> objection(Greeting greeting) {
        var mismatch = greeting.mismatch(self);
        if (mismatch.isPresent()) {
            return mismatch;
        }
        var channel = binding.get();
        var expected = key.mac(self.role(), Proof.CHALLENGE, hello, greeting.bytes(), channel.bytes());
        var given = Arrays.copyOfRange(challenge, Greeting.LENGTH_BYTES, CHALLENGE_BYTES);
        if (!MessageDigest.isEqual(expected, given)) {
            return Optional.of("the server's proof is wrong: it has another key; give both the same --key-file"
                    + (channel == ChannelBinding.NONE ? "" : ". If they have, somebody listens in between"));
        }
        var role = greeting.role().orElseThrow();
        return role == server
                ? Optional.empty()
                : Optional.of(BoxerException.message(
                        "the server is a %s, not a %s; check the address", role.word(), server.word()));
    }

    private Step onResult(byte[] message) {
        awaits = 0;
        var accepted = key.mac(self.role(), Proof.RESULT, hello, challenge, proof);
        if (MessageDigest.isEqual(accepted, message)) {
            var peer = Greeting.read(Arrays.copyOf(challenge, Greeting.LENGTH_BYTES))
                    .party();
            return new Accepted(ByteBuffer.wrap(NOTHING), peer.orElseThrow());
        }
        if (Arrays.equals(Handshake.refusal(), message)) {
            return new Refused(
                    ByteBuffer.wrap(NOTHING), ErrorCode.USER, "the server refused this client; its log says why");
        }
        return new Refused(
                ByteBuffer.wrap(NOTHING), ErrorCode.PEER, "the server's last message is neither yes nor no; try again");
    }
}
