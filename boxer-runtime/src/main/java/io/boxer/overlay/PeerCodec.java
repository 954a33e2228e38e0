// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.wire.MalformedFrameException;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import io.boxer.overlay.PeerMessage.Accepted;
import io.boxer.overlay.PeerMessage.Cancelled;
import io.boxer.overlay.PeerMessage.Denied;
import io.boxer.overlay.PeerMessage.Dial;
import io.boxer.overlay.punch.ConnectionKey;

/** Messages between supervisors as part of those of the overlay: a byte that says which, the session, the fields. Stateless. */
final class PeerCodec {
    private static final int DIAL = 1;
    private static final int ACCEPTED = 2;
    private static final int DENIED = 3;
    private static final int CANCELLED = 4;

    private PeerCodec() {}

    static void write(WireOutput out, PeerMessage message) {
        out.putByte(code(message));
        out.putLong(message.session());
        if (message instanceof Dial dial) {
            out.putInt(dial.port());
            writeEndpoint(out, dial.caller());
            out.putBoolean(dial.direct());
            out.putBoolean(dial.begun());
            out.putInt(dial.acceptorPort());
            out.putBytes(dial.key().bytes());
        } else if (message instanceof Accepted accepted) {
            writeEndpoint(out, accepted.acceptor());
            out.putBoolean(accepted.relayed());
        } else if (message instanceof Denied denied) {
            out.putEnum(denied.why());
        }
    }

    private static int code(PeerMessage message) {
        if (message instanceof Dial) {
            return DIAL;
        }
        if (message instanceof Accepted) {
            return ACCEPTED;
        }
        return message instanceof Denied ? DENIED : CANCELLED;
    }

    static PeerMessage read(WireInput in) {
        int code = in.getByte();
        long session = in.getLong();
        return switch (code) {
            case DIAL ->
                new Dial(
                        session,
                        in.getInt(),
                        readEndpoint(in),
                        in.getBoolean(),
                        in.getBoolean(),
                        in.getInt(),
                        ConnectionKey.of(in.getBytes()));
            case ACCEPTED -> new Accepted(session, readEndpoint(in), in.getBoolean());
            case DENIED -> new Denied(session, in.getEnum(Denied.Why.values()));
            case CANCELLED -> new Cancelled(session);
            default -> throw new MalformedFrameException("no message between supervisors has the code " + code);
        };
    }

    static void writeEndpoint(WireOutput out, Endpoint endpoint) {
        out.putInt(endpoint.address().bits());
        out.putInt(endpoint.port());
    }

    static Endpoint readEndpoint(WireInput in) {
        return new Endpoint(new OverlayAddress(in.getInt()), in.getInt());
    }
}
