// SPDX-License-Identifier: Apache-2.0
package io.boxer.shim;

import io.boxer.common.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a guest's calls come to us. boxer-init (program.c) does what is said here. */
public enum FrontEnd {
    /** As the executable needs it. */
    AUTO,
    /** The library in front of the C library's calls. */
    PRELOAD,
    /** The kernel tells boxer-init of the calls: for static programs, Go and all that they start. */
    SECCOMP,
    /** The program stays on the host's network, with a proxy on its node's loopback: where its calls cannot be seen. */
    PROXY;

    public static final Setting<FrontEnd> SETTING = Setting.choice(
            "boxer.supervisor.front-end",
            AUTO,
            "How the program's calls are intercepted: before the C library's (preload), by the kernel (seccomp: Go, static"
                    + " programs and all that they start), not at all (proxy: it goes through SOCKS5), or as the executable"
                    + " needs it and the machine allows it (auto).");

    /** The line on the supervisor's standard output for which boxer-init waits. */
    public String guestLine(GuestVariable variable, boolean quiet, List<ProxyWay> ways) {
        List<String> words = new ArrayList<>(List.of("guest"));
        if (quiet) {
            words.add("quiet");
        }
        if (this != AUTO) {
            words.add(name().toLowerCase(Locale.ROOT));
        }
        ways.forEach(way -> words.add(way.word()));
        words.add(variable.assignment());
        return String.join(" ", words);
    }
}
