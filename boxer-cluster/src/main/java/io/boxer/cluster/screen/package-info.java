// SPDX-License-Identifier: Apache-2.0
/** What people see of a cluster while it works: what a terminal can show, and the words and bars for nodes and drains. */
@NullMarked
package io.boxer.cluster.screen;

import org.jspecify.annotations.NullMarked;
