// SPDX-License-Identifier: Apache-2.0
/**
 * The namenode: file tree, placement of blocks, leases of nodes, drains. {@link io.boxer.elastic.namenode.NamenodeCore} decides
 * (docs/protocol.md is its specification) and does no I/O; the servers and the log around it are thin.
 */
@NullMarked
package io.boxer.elastic.namenode;

import org.jspecify.annotations.NullMarked;
