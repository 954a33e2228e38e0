// SPDX-License-Identifier: Apache-2.0
/** What every module shares: ids, sizes, settings, errors, life cycles, keys, the admin server of a daemon. */
@NullMarked
package io.boxer.common;

import org.jspecify.annotations.NullMarked;
