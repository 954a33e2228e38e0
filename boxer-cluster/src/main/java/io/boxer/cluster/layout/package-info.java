// SPDX-License-Identifier: Apache-2.0
/** What a cluster shall be: how many nodes of which size, whether they fit on this machine, and their command lines. */
@NullMarked
package io.boxer.cluster.layout;

import org.jspecify.annotations.NullMarked;
