// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"

#define LENGTH 65536

static void guest(void) {
    char name[65] = "";
    const char *value = getenv("LONG");
    const char *preload = getenv("LD_PRELOAD");
    gethostname(name, sizeof name);
    say(TALK, "%s %d %s", name, value == NULL ? 0 : (int)strlen(value),
        preload != NULL && strstr(preload, "libboxer-shim.so:libc.so.6:libc") != NULL ? "joined" : "alone");
}

// In a child of fork: as start_with(), but by our own execve.
static void try(char *const environment[], const char *wanted, const char *what) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        bail_out("socketpair");
    }
    pid_t pid = fork();
    if (pid == 0) {
        char path[512] = "";
        (void)!readlink("/proc/self/exe", path, sizeof path - 1);
        close(ends[0]);
        dup2(ends[1], TALK);
        execve(path, arguments_for("guest", NULL), environment);
        _exit(98);
    }
    close(ends[1]);
    same_text(hear(ends[0]), wanted, what);
    close(ends[0]);
    same(wait_for(pid), 0, "ends well");
}

static void alpha(void) {
    static char value[LENGTH + 6];
    static char preload[LENGTH + 12];
    memset(value, 'v', sizeof value - 1);
    memcpy(value, "LONG=", 5);
    char *const plain[] = {value, NULL};
    try(plain, text("alpha %d alone", LENGTH), "a value of 64 KiB");

    strcpy(preload, "LD_PRELOAD=libc.so.6");
    for (size_t length = strlen(preload); length + 11 < sizeof preload; length += 10) {
        memcpy(preload + length, ":libc.so.6", 11);
    }
    char *const own_preload[] = {preload, NULL};
    try(own_preload, "alpha 0 joined", "an LD_PRELOAD of its own, of 64 KiB");
}

PARTS({"alpha", alpha}, {"guest", guest})
