// SPDX-License-Identifier: Apache-2.0
/** What a cluster leaves on disk, so that another shell finds it, and so that a dead one is recognised and cleaned up. */
@NullMarked
package io.boxer.cluster.state;

import org.jspecify.annotations.NullMarked;
