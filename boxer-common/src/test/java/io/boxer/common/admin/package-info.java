// SPDX-License-Identifier: Apache-2.0
/** Tests of the admin API. */
@NullMarked
package io.boxer.common.admin;

import org.jspecify.annotations.NullMarked;
