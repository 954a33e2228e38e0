// SPDX-License-Identifier: Apache-2.0
/** A network like that of functions, behind NATs of several kinds, in network namespaces of this machine (docs/lab.md). */
@NullMarked
package io.boxer.lab;

import org.jspecify.annotations.NullMarked;
