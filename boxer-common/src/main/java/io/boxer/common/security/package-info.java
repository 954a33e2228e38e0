// SPDX-License-Identifier: Apache-2.0
/**
 * Keys, and the handshake that begins every TCP connection of ours. Depends on the JDK alone, because a jar that Spark
 * loads holds it too. The byte layout is drawn on {@link io.boxer.common.security.Greeting}.
 */
@NullMarked
package io.boxer.common.security;

import org.jspecify.annotations.NullMarked;
