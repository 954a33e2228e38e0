// SPDX-License-Identifier: Apache-2.0
package io.boxer.spark.write;

import io.boxer.spark.store.ContainerAppender;

/**
 * A container that one task may append to until it gives it back. Immutable.
 *
 * @param fresh made for this lease, so that nothing can have been lost of it before
 */
record LeasedContainer(int shuffleId, String name, ContainerAppender appender, boolean fresh) {}
