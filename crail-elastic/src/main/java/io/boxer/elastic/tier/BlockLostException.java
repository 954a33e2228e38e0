// SPDX-License-Identifier: Apache-2.0
package io.boxer.elastic.tier;

import java.io.IOException;
import java.util.Optional;

/** Every copy of a block is gone, for ever: its bytes must be computed again. Crail wraps it: look with {@link #in}. */
public final class BlockLostException extends IOException {
    private static final long serialVersionUID = 1;

    private final long block;

    /** @param cause names the node and how it went, in the namenode's words */
    public BlockLostException(long block, String cause) {
        super("block %d is lost: %s".formatted(block, cause));
        this.block = block;
    }

    public long block() {
        return block;
    }

    /** @return the loss that made this failure, if a loss made it */
    public static Optional<BlockLostException> in(Throwable failure) {
        return Failures.find(failure, BlockLostException.class);
    }
}
