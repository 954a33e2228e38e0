// SPDX-License-Identifier: Apache-2.0
/** A cluster of operating-system processes on one machine: store, spot market and spot manager. */
@NullMarked
package io.boxer.cluster;

import org.jspecify.annotations.NullMarked;
