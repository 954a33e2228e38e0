// SPDX-License-Identifier: Apache-2.0
/** Files of the store for people: put, get, list, measure, remove. A client of Crail's API like any other. */
@NullMarked
package io.boxer.cluster.files;

import org.jspecify.annotations.NullMarked;
