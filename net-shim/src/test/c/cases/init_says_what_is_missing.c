// SPDX-License-Identifier: Apache-2.0
// Where there is no room for a supervisor, the reason is heard.
#include "../initiate.h"
#include <sys/resource.h>

static void few_descriptors(void) {
    struct rlimit few = {.rlim_cur = 60, .rlim_max = 60};
    setrlimit(RLIMIT_NOFILE, &few);
}

static void a_low_soft_limit(void) {
    struct rlimit few = {.rlim_cur = 60};
    getrlimit(RLIMIT_NOFILE, &few);
    few.rlim_cur = 60;
    setrlimit(RLIMIT_NOFILE, &few);
}

static void refuses(const char *supervisor, void (*before)(void), int code, const char *wanted) {
    static const char *const program[] = {"/bin/echo", "ran", NULL};
    struct run run = begin(supervisor, program, before);
    enter(&run, "");
    const char *said = rest_of(run.err);
    ok(strstr(said, wanted) != NULL, "%s: %.150s", wanted, said);
    same_text(rest_of(run.out), code == 0 ? "ran\n" : "", "the program's words");
    same(end(&run), code, "its code");
}

int main(void) {
    refuses("guest", few_descriptors, 2, "error: a node needs room for 128 descriptors, for its supervisor, and the limit here is 60\n");
    refuses("guest", a_low_soft_limit, 0, "supervisor ");
    refuses("break:Could not reserve enough space for object heap", NULL, 1, "Could not reserve enough space for object heap\n");
    return tap_end();
}
