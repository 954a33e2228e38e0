// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay;

import static io.boxer.common.BoxerException.require;

import java.util.regex.Pattern;

/**
 * Tells which nodes share a loopback: one boot of one machine, and one network namespace of it.
 *
 * @param value such as {@code 3f0c…:4026531840}: the kernel's boot id and the namespace's inode
 */
public record HostId(String value) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f-]{1,64}:[0-9]{1,20}");

    public HostId {
        require(FORM.matcher(value).matches(), "'%s' is not the id of a host", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
