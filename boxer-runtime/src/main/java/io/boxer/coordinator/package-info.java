// SPDX-License-Identifier: Apache-2.0
/** One per overlay: who is a member, under which name, at which address. */
@NullMarked
package io.boxer.coordinator;

import org.jspecify.annotations.NullMarked;
