// SPDX-License-Identifier: Apache-2.0
/** {@code boxer tpcds}. */
@NullMarked
package io.boxer.cli.tpcds;

import org.jspecify.annotations.NullMarked;
