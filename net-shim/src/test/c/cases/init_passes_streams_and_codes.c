// SPDX-License-Identifier: Apache-2.0
#include "../initiate.h"

#define SHELL(script) (const char *const[]){"/bin/sh", "-c", script, NULL}

static void ends_with(const char *supervisor, const char *const program[], int wanted, const char *what) {
    struct run run = begin(supervisor, program, NULL);
    enter(&run, "");
    same(end(&run), wanted, what);
}

static void codes(void) {
    ends_with("guest", SHELL("exit 0"), 0, "0");
    ends_with("guest", SHELL("exit 7"), 7, "7");
    ends_with("guest", SHELL("exit 255"), 255, "255");
    ends_with("guest", SHELL("kill -KILL $$"), 137, "SIGKILL");
    ends_with("guest", SHELL("kill -TERM $$"), 143, "SIGTERM");
    ends_with("guest", SHELL("kill -SEGV $$"), 139, "SIGSEGV");
    ends_with("guest", (const char *const[]){"/no/such/program", NULL}, 127, "a program that is not there");
    ends_with("guest", (const char *const[]){"no-such-program", NULL}, 127, "a program that is not in PATH");
    ends_with("guest", (const char *const[]){"/etc/passwd", NULL}, 126, "a program that is none");
    ends_with("refuse:3", SHELL("exit 0"), 3, "a supervisor that refuses");
    ends_with("refuse:0", SHELL("exit 0"), 2, "a supervisor that ends without a word");
}

static void streams(void) {
    static const char input[] = "first\0second\n\xff";
    struct run run = begin("guest", SHELL("cat; echo complaint >&2"), NULL);
    (void)!write(run.in, input, sizeof input - 1);
    close(run.in);
    const char *out = rest_of(run.out);
    same_text(out, "first0second\n\xff", "standard input and output, byte for byte");
    ok(strstr(rest_of(run.err), "complaint\n") != NULL, "standard error");
    same(end(&run), 0, "ends well");

    run = begin("refuse:4", SHELL("exit 0"), NULL);
    enter(&run, "");
    same_text(rest_of(run.err), "no room\n", "why the supervisor refuses");
    same(end(&run), 4, "its code");
}

static void ignore_children(void) { signal(SIGCHLD, SIG_IGN); }

static void block_one(void) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR1);
    sigprocmask(SIG_SETMASK, &one, NULL);
}

static void surroundings(void) {
    struct run run = begin("guest", SHELL("uname -n; echo \"$BOXER_NODE\" | cut -c1-8; echo \"$0 $1\" ; pwd"), NULL);
    enter(&run, "");
    char wanted[600];
    char here[512];
    if (getcwd(here, sizeof here) == NULL) {
        bail_out("getcwd");
    }
    snprintf(wanted, sizeof wanted, "alpha\n1;alpha;\n/bin/sh \n%s\n", here);
    same_text(rest_of(run.out), wanted, "the program is the node alpha, in our directory");
    end(&run);

    run = begin("guest", (const char *const[]){"/bin/echo", "a b", "", "*", NULL}, NULL);
    enter(&run, "");
    same_text(rest_of(run.out), "a b  *\n", "arguments as they are");
    end(&run);

    run = begin("guest", SHELL("exit 6"), ignore_children);
    enter(&run, "");
    same(end(&run), 6, "started with SIGCHLD ignored");

    run = begin("guest", (const char *const[]){"/bin/grep", "SigBlk", "/proc/self/status", NULL}, NULL);
    enter(&run, "");
    same_text(rest_of(run.out), "SigBlk:\t0000000000000000\n", "no signal is blocked");
    end(&run);

    run = begin("guest", (const char *const[]){"/bin/grep", "SigBlk", "/proc/self/status", NULL}, block_one);
    enter(&run, "");
    same_text(rest_of(run.out), "SigBlk:\t0000000000000200\n", "but those that were");
    end(&run);
}

int main(void) {
    setenv("PATH", "/usr/bin:/bin", 1); // each of its folders can be read by all
    codes();
    streams();
    surroundings();
    return tap_end();
}
