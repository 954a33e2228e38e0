// SPDX-License-Identifier: Apache-2.0
/** What coordinator and supervisors share: addresses, members, and the messages of the link between them. */
@NullMarked
package io.boxer.overlay;

import org.jspecify.annotations.NullMarked;
