// SPDX-License-Identifier: Apache-2.0
/** Detects: where preemption notices come from. Instance metadata follows the EC2 User Guide, "Spot Instance interruption notices" and "IMDSv2". */
@NullMarked
package io.boxer.spot.notice;

import org.jspecify.annotations.NullMarked;
