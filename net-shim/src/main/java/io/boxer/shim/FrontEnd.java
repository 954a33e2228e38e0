// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import io.boxer.common.Setting;
import java.util.Locale;

/** How a guest's calls come to us. boxer-init (program.c) does what is said here. */
public enum FrontEnd {
    /** As the executable needs it. */
    AUTO,
    /** The library in front of the C library's calls. */
    PRELOAD,
    /** The kernel tells boxer-init of the calls: for static programs, Go and all that they start. */
    SECCOMP;

    public static final Setting<FrontEnd> SETTING = Setting.choice(
            "boxer.supervisor.front-end",
            AUTO,
            "How the program's calls are intercepted: before the C library's (preload), by the kernel (seccomp: Go, static"
                    + " programs and all that they start), or as the executable needs it (auto).");

    /** The words behind "guest" on the supervisor's standard output, for which boxer-init waits. */
    public String guestLine(GuestVariable variable) {
        String word = this == AUTO ? "" : name().toLowerCase(Locale.ROOT) + " ";
        return "guest " + word + variable.assignment();
    }
}
