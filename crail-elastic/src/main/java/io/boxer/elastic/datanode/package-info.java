// SPDX-License-Identifier: Apache-2.0
/**
 * The datanode: slots in memory and on disk, and the daemon around {@link io.boxer.elastic.datanode.core.BlockTableCore}. One
 * event loop does everything (docs/adr/0012); start reading at {@link io.boxer.elastic.datanode.DatanodeServer}.
 */
@NullMarked
package io.boxer.elastic.datanode;

import org.jspecify.annotations.NullMarked;
