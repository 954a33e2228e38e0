// SPDX-License-Identifier: Apache-2.0
// BOXER_NODE is read whole or not at all: the program then runs on the host's network, under the host's name.
#include "../harness.h"
#include <sys/syscall.h>
#include <sys/utsname.h>

#define SECRET "00112233445566778899aabbccddeeff"

static void guest(void) {
    struct utsname kernel;
    char name[65] = "";
    syscall(SYS_uname, &kernel);
    gethostname(name, sizeof name);
    int fd = listening(INADDR_LOOPBACK, 0);
    struct sockaddr_in own;
    socklen_t size = sizeof own;
    getsockname(fd, (struct sockaddr *)&own, &size);
    say(TALK, "%s", strcmp(name, kernel.nodename) == 0 ? "asleep" : "awake");
}

static void awaits(const char *value, const char *wanted, const char *what) {
    static char assignment[70000];
    snprintf(assignment, sizeof assignment, "BOXER_NODE=%s", value);
    char *const environment[] = {assignment, (char *)preloaded(), NULL};
    struct child child = start_with("guest", environment, NULL);
    same_text(hear(child.talk), wanted, what);
    same(finish(&child), 0, "ends well");
}

static void alpha(void) {
    static char longest[66000];
    static const char *const well_formed[] = {
        "1;a;10.77.0.5;24;s;" SECRET,
        "1;a;10.77.0.5;24;s;" SECRET ";/nowhere",
        "1;a;10.77.0.5;24;s;" SECRET ";/",
    };
    static const char *const malformed[] = {
        "",
        ";",
        ";;;;;",
        "1",
        "2;a;10.77.0.5;24;s;" SECRET,
        "1;a;10.77.0.5;24;s",
        "1;a;10.77.0.5;24;s;" SECRET ";more",
        "1;a;10.77.0.5;24;s;" SECRET ";nowhere",
        "1;a;10.77.0.5;24;s;" SECRET ";",
        "1;a;10.77.0.5;24;s;" SECRET ";;seccomp",
        "1;a;10.77.0.5;24;s;" SECRET ";/nowhere;more",
        "1;a;10.77.0.5;24;s;" SECRET ";/nowhere;seccomp;more",
        "1;a;10.77.0.5;24;s;" SECRET ";seccomp;/nowhere",
        "1;;10.77.0.5;24;s;" SECRET,
        "1;a;;24;s;" SECRET,
        "1;a;10.77.0;24;s;" SECRET,
        "1;a;10.77.0.256;24;s;" SECRET,
        "1;a;10.64.0.5;24;s;" SECRET,
        "1;a;10.128.0.5;24;s;" SECRET,
        "1;a;11.77.0.5;24;s;" SECRET,
        "1;a;::1;24;s;" SECRET,
        "1;a;10.77.0.5;;s;" SECRET,
        "1;a;10.77.0.5;15;s;" SECRET,
        "1;a;10.77.0.5;33;s;" SECRET,
        "1;a;10.77.0.5;24x;s;" SECRET,
        "1;a;10.77.0.5; 24;s;" SECRET,
        "1;a;10.77.0.5;24;;" SECRET,
        "1;a;10.77.0.5;24;s;",
        "1;a;10.77.0.5;24;s;0" SECRET,
        "1;a;10.77.0.5;24;s;0011223344556677 899aabbccddeeff",
        "1;a;10.77.0.5;24;s;00112233445566778899AABBCCDDEEFF",
        "1;a234567890123456789012345678901234567890123456789012345678901234;10.77.0.5;24;s;" SECRET,
    };
    for (size_t i = 0; i < sizeof well_formed / sizeof *well_formed; i++) {
        awaits(well_formed[i], "awake", well_formed[i]);
    }
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        awaits(malformed[i], "asleep", malformed[i]);
    }
    memset(longest, 'x', sizeof longest - 1);
    awaits(longest, "asleep", "64 KiB");
    memcpy(longest, "1;a;10.77.0.5;24;s;" SECRET ";/", 53);
    awaits(longest, "asleep", "a path of 64 KiB");
    longest[54 + 256] = '\0';
    awaits(longest, "asleep", "a path that is just too long");
    longest[54 + 256] = 'x';
    memcpy(longest, "1;a;10.77.0.5;24;", 17);
    awaits(longest, "asleep", "a socket's name of 64 KiB");
}

PARTS({"alpha", alpha}, {"guest", guest})
