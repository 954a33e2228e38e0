// SPDX-License-Identifier: Apache-2.0
/** The elastic store: namenode, datanode and storage tier for Apache Crail's client. */
@NullMarked
package io.boxer.elastic;

import org.jspecify.annotations.NullMarked;
