// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.local;

import io.boxer.common.BoxerException;
import io.boxer.common.ErrorCode;
import io.boxer.overlay.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host that this process runs on, as Linux tells it. Stateless. */
public final class HostIds {
    private HostIds() {}

    /**
     * Boot id and network namespace of this process.
     *
     * @throws BoxerException USER where there is no /proc
     */
    public static HostId own() {
        try {
            String boot =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            // net:[4026531840]
            String namespace =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
            return new HostId(boot + ":" + namespace.replaceAll("\\D", ""));
        } catch (IOException e) {
            throw new BoxerException(
                    ErrorCode.USER, "this host has no /proc (%s); Boxer needs Linux with /proc".formatted(e), e);
        }
    }
}
