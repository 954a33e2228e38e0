// SPDX-License-Identifier: Apache-2.0
/**
 * Wire format of the store, shared by namenode, datanode and tier. The messages are those of docs/protocol.md, section 3, and
 * carry its names. Nothing here does I/O; nothing here depends on Netty, so that the tier can run inside any application.
 */
@NullMarked
package io.boxer.elastic.rpc;

import org.jspecify.annotations.NullMarked;
