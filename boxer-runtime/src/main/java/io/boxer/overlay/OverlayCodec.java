// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.BoxerException;
import io.boxer.common.NodeId;
import io.boxer.common.wire.MalformedFrameException;
import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import io.boxer.overlay.OverlayMessage.Alive;
import io.boxer.overlay.OverlayMessage.Ask;
import io.boxer.overlay.OverlayMessage.Came;
import io.boxer.overlay.OverlayMessage.Forward;
import io.boxer.overlay.OverlayMessage.Forwarded;
import io.boxer.overlay.OverlayMessage.Gone;
import io.boxer.overlay.OverlayMessage.Join;
import io.boxer.overlay.OverlayMessage.Leave;
import io.boxer.overlay.OverlayMessage.Look;
import io.boxer.overlay.OverlayMessage.Refused;
import io.boxer.overlay.OverlayMessage.Seen;
import io.boxer.overlay.OverlayMessage.Told;
import io.boxer.overlay.OverlayMessage.Welcome;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Messages of the overlay as bytes: one byte that says which, then the fields, big endian; a text is its length (4 bytes) and
 * UTF-8, an optional a byte 0 or 1 before it. On a connection each stands behind its length (4 bytes). Stateless.
 */
public final class OverlayCodec {
    /** No message is longer: a member takes about 200 bytes, and 65 536 addresses are all there are. */
    public static final int MAX_BYTES = 16 << 20;

    private static final int JOIN = 1;
    private static final int WELCOME = 2;
    private static final int REFUSED = 3;
    private static final int CAME = 4;
    private static final int GONE = 5;
    private static final int LEAVE = 6;
    private static final int ALIVE = 7;
    private static final int FORWARD = 8;
    private static final int FORWARDED = 9;
    private static final int LOOK = 10;
    private static final int SEEN = 11;
    private static final int ASK = 12;
    private static final int TOLD = 13;

    private OverlayCodec() {}

    public static ByteBuffer write(OverlayMessage message) {
        var out = new WireOutput();
        if (message instanceof Join join) {
            out.putByte(JOIN);
            writeJoin(out, join);
        } else if (message instanceof Welcome welcome) {
            out.putByte(WELCOME);
            out.putText(welcome.name().value());
            writePlaced(out, welcome.placed());
            PeerCodec.writeEndpoint(out, welcome.seenAs());
            PathCodec.writeRelay(out, welcome.relay());
            out.putList(welcome.members(), OverlayCodec::writeMember);
        } else if (message instanceof Refused refused) {
            out.putByte(REFUSED);
            out.putText(refused.reason());
        } else if (message instanceof Came came) {
            out.putByte(CAME);
            writeMember(out, came.member());
        } else if (message instanceof Gone gone) {
            out.putByte(GONE);
            out.putText(gone.name().value());
        } else if (message instanceof Forward forward) {
            out.putByte(FORWARD);
            out.putText(forward.to().value());
            PeerCodec.write(out, forward.message());
        } else if (message instanceof Forwarded forwarded) {
            out.putByte(FORWARDED);
            out.putText(forwarded.from().value());
            PeerCodec.write(out, forwarded.message());
        } else if (message instanceof Look) {
            out.putByte(LOOK);
        } else if (message instanceof Seen seen) {
            out.putByte(SEEN);
            PathCodec.writeRelay(out, seen.relay());
            out.putList(seen.members(), OverlayCodec::writeMember);
        } else if (message instanceof Ask ask) {
            out.putByte(ASK);
            out.putLong(ask.question());
            out.putText(ask.of().value());
            out.putText(ask.to().value());
            out.putBoolean(ask.measured());
        } else if (message instanceof Told told) {
            out.putByte(TOLD);
            out.putLong(told.question());
            PathCodec.write(out, told.facts());
        } else if (message instanceof Leave) {
            out.putByte(LEAVE);
        } else if (message instanceof Alive) {
            out.putByte(ALIVE);
        } else {
            throw new IllegalArgumentException("no code for " + message);
        }
        return out.toBuffer();
    }

    /**
     * Reads a whole message.
     *
     * @throws MalformedFrameException if it is cut, too long, or none
     */
    public static OverlayMessage read(ByteBuffer bytes) {
        var in = new WireInput(bytes);
        try {
            OverlayMessage message = read(in);
            in.end();
            return message;
        } catch (MalformedFrameException malformed) {
            throw malformed;
        } catch (BoxerException invalid) {
            throw new MalformedFrameException(invalid.getMessage());
        }
    }

    private static OverlayMessage read(WireInput in) {
        int code = in.getByte();
        return switch (code) {
            case JOIN -> readJoin(in);
            case WELCOME ->
                new Welcome(
                        name(in),
                        readPlaced(in),
                        PeerCodec.readEndpoint(in),
                        PathCodec.readRelay(in),
                        in.getList(OverlayCodec::readMember));
            case REFUSED -> new Refused(in.getText());
            case CAME -> new Came(readMember(in));
            case GONE -> new Gone(name(in));
            case FORWARD -> new Forward(name(in), PeerCodec.read(in));
            case FORWARDED -> new Forwarded(name(in), PeerCodec.read(in));
            case LOOK -> new Look();
            case SEEN -> new Seen(PathCodec.readRelay(in), in.getList(OverlayCodec::readMember));
            case ASK -> new Ask(in.getLong(), name(in), name(in), in.getBoolean());
            case TOLD -> new Told(in.getLong(), PathCodec.read(in));
            case LEAVE -> new Leave();
            case ALIVE -> new Alive();
            default -> throw new MalformedFrameException("no message has the code " + code);
        };
    }

    private static void writeJoin(WireOutput out, Join join) {
        out.putBoolean(join.name().isPresent());
        join.name().ifPresent(name -> out.putText(name.value()));
        out.putLong(join.token().high());
        out.putLong(join.token().low());
        out.putText(join.host().value());
        out.putBoolean(join.before().isPresent());
        join.before().ifPresent(placed -> writePlaced(out, placed));
        out.putBoolean(join.shared());
    }

    private static Join readJoin(WireInput in) {
        Optional<NodeId> name = in.getBoolean() ? Optional.of(name(in)) : Optional.empty();
        var token = new NodeToken(in.getLong(), in.getLong());
        var host = new HostId(in.getText());
        Optional<Placed> before = in.getBoolean() ? Optional.of(readPlaced(in)) : Optional.empty();
        return new Join(name, token, host, before, in.getBoolean());
    }

    private static void writePlaced(WireOutput out, Placed placed) {
        out.putInt(placed.address().bits());
        out.putByte(placed.hostBits());
    }

    private static Placed readPlaced(WireInput in) {
        return new Placed(new OverlayAddress(in.getInt()), in.getByte());
    }

    private static void writeMember(WireOutput out, Member member) {
        out.putText(member.name().value());
        out.putInt(member.address().bits());
        out.putText(member.host().value());
    }

    private static Member readMember(WireInput in) {
        return new Member(name(in), new OverlayAddress(in.getInt()), new HostId(in.getText()));
    }

    private static NodeId name(WireInput in) {
        return new NodeId(in.getText());
    }
}
