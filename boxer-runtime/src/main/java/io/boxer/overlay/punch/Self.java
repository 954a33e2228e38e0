// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.overlay.Endpoint;
import java.util.Optional;

/**
 * This node's host as seen from outside.
 *
 * @param seenAs its address there; the port is that of the link to the coordinator
 * @param keepsPorts whether its NAT lets a local port appear as itself, so that others can be told where to dial; true without NAT
 * @param relay where two nodes meet that cannot dial each other
 */
public record Self(Endpoint seenAs, boolean keepsPorts, Optional<Endpoint> relay) {}
