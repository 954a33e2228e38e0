// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import io.boxer.common.NodeId;

/** A node as the others know it. */
public record Member(NodeId name, OverlayAddress address, HostId host) {}
