// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.namenode;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;

/** Two names with one 32-bit hash met in a container. Crail would have served the wrong file. */
final class NameCollisionException extends BoxerException {
    private static final long serialVersionUID = 1;

    NameCollisionException(String path, String name) {
        super(
                ErrorCode.USER,
                "name=%s has the same 32-bit hash as %s, and Crail's client sends hashes only; use another name"
                        .formatted(name, path));
    }
}
