// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.boxer.elastic;

import org.jspecify.annotations.NullMarked;
