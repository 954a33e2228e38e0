// SPDX-License-Identifier: Apache-2.0
/** Decides: pure functions and one core from notices, a view of the cluster and the time to actions; no clock, no I/O, no logging. */
@NullMarked
package io.boxer.spot.policy;

import org.jspecify.annotations.NullMarked;
