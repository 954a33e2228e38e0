// SPDX-License-Identifier: Apache-2.0
package io.boxer.supervisor;

import io.boxer.common.NodeId;
import io.boxer.overlay.Member;
import io.boxer.overlay.OverlayAddress;
import io.boxer.overlay.OverlayMessage;
import io.boxer.overlay.OverlayMessage.Came;
import io.boxer.overlay.OverlayMessage.Gone;
import io.boxer.overlay.OverlayMessage.Welcome;
import io.boxer.shim.Errno;
import io.boxer.shim.ShimAnswer;
import io.boxer.shim.ShimRequest;
import io.boxer.shim.Side;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a node knows: the members of its overlay and where its own guest listens. Answers the shim from that alone; when the
 * coordinator is away, what was learnt stays valid.
 *
 * <p>Confined to the supervisor's loop.
 */
final class NodeCore {
    private final Map<String, Member> byName = new HashMap<>();
    private final Map<OverlayAddress, Member> byAddress = new HashMap<>();
    private final Map<Side, Set<Integer>> listening = new EnumMap<>(Side.class);

    /** All members, this node included. Lent until the next message. */
    Collection<Member> members() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** Whether what was true before is not, after this message. */
    boolean takesBack(OverlayMessage message) {
        return message instanceof Welcome
                || message instanceof Gone
                || (message instanceof Came came
                        && (byName.containsKey(came.member().name().value())
                                || byAddress.containsKey(came.member().address())));
    }

    /** Learns what the coordinator tells; messages that tell nothing about members are none of its business. */
    void learn(OverlayMessage message) {
        if (message instanceof Welcome welcome) {
            byName.clear();
            byAddress.clear();
            welcome.members().forEach(this::add);
        } else if (message instanceof Came came) {
            add(came.member());
        } else if (message instanceof Gone gone) {
            Optional.ofNullable(byName.remove(gone.name().value()))
                    .ifPresent(member -> byAddress.remove(member.address()));
        }
    }

    private void add(Member member) {
        byName.put(member.name().value(), member);
        byAddress.put(member.address(), member);
    }

    /** The member of this name. */
    Optional<Member> named(NodeId name) {
        return Optional.ofNullable(byName.get(name.value()));
    }

    /** The member at this address. */
    Optional<Member> at(OverlayAddress address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** Whether the guest listens there for other nodes. */
    boolean listensForOthers(int port) {
        return isListening(Side.PUBLIC, port);
    }

    /** Answers one question of the guest's that needs nobody else. */
    ShimAnswer answer(ShimRequest request) {
        return switch (request.verb()) {
            case RESOLVE -> resolve(request.text());
            case REVERSE -> reverse(new OverlayAddress(request.address()));
            case LISTEN -> listens(request.side(), request.port());
            case LOCALHOST -> ShimAnswer.side(sideOf(request.port()));
            case MEMBERS -> throw new IllegalArgumentException("MemberFile has them");
            case CONNECT, CLAIM, LOOKUP ->
                throw new IllegalArgumentException(request.verb() + " needs another node: Crossings has it");
        };
    }

    /** A name ends at its first dot only if that is its last character: {@code cache.} is {@code cache}, as in DNS. */
    private ShimAnswer resolve(String name) {
        String label = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String lower = label.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(byName.get(lower))
                .map(member -> ShimAnswer.address(member.address().bits()))
                .orElseGet(() -> ShimAnswer.error(Errno.ENOENT));
    }

    private ShimAnswer reverse(OverlayAddress address) {
        return Optional.ofNullable(byAddress.get(address))
                .map(member -> ShimAnswer.text(member.name().value()))
                .orElseGet(() -> ShimAnswer.error(Errno.ENOENT));
    }

    /**
     * A listener that has ended is not taken back: nobody tells of it, and a connection to its port is refused by the kernel
     * all the same.
     */
    private ShimAnswer listens(Side side, int port) {
        if (side == Side.NONE || port == 0) {
            return ShimAnswer.error(Errno.EINVAL);
        }
        listening.computeIfAbsent(side, none -> new HashSet<>()).add(port);
        return ShimAnswer.done();
    }

    /** The private side first: who bound 127.0.0.1 itself meant it. */
    private Side sideOf(int port) {
        if (isListening(Side.PRIVATE, port)) {
            return Side.PRIVATE;
        }
        return isListening(Side.PUBLIC, port) ? Side.PUBLIC : Side.NONE;
    }

    private boolean isListening(Side side, int port) {
        return listening.getOrDefault(side, Set.of()).contains(port);
    }
}
