// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.punch;

import io.boxer.overlay.Endpoint;

/**
 * How the guest's kernel is to dial.
 *
 * @param localPort to take
 * @param peer to dial: the other node's host, or the relay
 * @param relayed whether it is the relay, which wants a ticket first
 * @param session and {@code key}: for the proofs that go first
 */
public record Plan(int localPort, Endpoint peer, boolean relayed, long session, ConnectionKey key) {}
