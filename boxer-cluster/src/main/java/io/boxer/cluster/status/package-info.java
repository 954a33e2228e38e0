// SPDX-License-Identifier: Apache-2.0
/** What the namenode's admin API tells, as values, and the spot manager's view of it. */
@NullMarked
package io.boxer.cluster.status;

import org.jspecify.annotations.NullMarked;
