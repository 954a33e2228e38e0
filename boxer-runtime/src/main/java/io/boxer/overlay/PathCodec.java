// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.wire.WireInput;
import io.boxer.common.wire.WireOutput;
import io.boxer.overlay.PathFacts.Measured;
import java.util.Optional;

/** What is told of paths, as part of the overlay's messages. Stateless. */
final class PathCodec {
    private PathCodec() {}

    static void write(WireOutput out, PathFacts facts) {
        PeerCodec.writeEndpoint(out, facts.own());
        PeerCodec.writeEndpoint(out, facts.seenAs());
        writeRelay(out, facts.relay());
        out.putBoolean(facts.failedLately());
        out.putBoolean(facts.measured().isPresent());
        facts.measured().ifPresent(measured -> {
            out.putBoolean(measured.relayed());
            out.putLong(measured.roundTripNanos());
            out.putLong(measured.bytesPerSecond());
        });
        out.putText(facts.trouble());
    }

    static PathFacts read(WireInput in) {
        var own = PeerCodec.readEndpoint(in);
        var seenAs = PeerCodec.readEndpoint(in);
        var relay = readRelay(in);
        boolean failedLately = in.getBoolean();
        Optional<Measured> measured = in.getBoolean()
                ? Optional.of(new Measured(in.getBoolean(), in.getLong(), in.getLong()))
                : Optional.empty();
        return new PathFacts(own, seenAs, relay, failedLately, measured, in.getText());
    }

    static void writeRelay(WireOutput out, Optional<Endpoint> relay) {
        out.putBoolean(relay.isPresent());
        relay.ifPresent(endpoint -> PeerCodec.writeEndpoint(out, endpoint));
    }

    static Optional<Endpoint> readRelay(WireInput in) {
        return in.getBoolean() ? Optional.of(PeerCodec.readEndpoint(in)) : Optional.empty();
    }
}
