// SPDX-License-Identifier: Apache-2.0
/** TLS 1.3 on links that leave the host (adr/0024). Certificates are not trusted: the handshake that follows covers them. */
@NullMarked
package io.boxer.overlay.tls;

import org.jspecify.annotations.NullMarked;
