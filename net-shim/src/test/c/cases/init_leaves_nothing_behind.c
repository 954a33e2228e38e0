// SPDX-License-Identifier: Apache-2.0
#include "../initiate.h"

#define SHELL(script) (const char *const[]){"/bin/sh", "-c", script, NULL}

static void descendants(void) {
    struct run run = begin("guest", SHELL("setsid sh -c 'sleep 1000 & sleep 1001' >/dev/null 2>&1 & exit 3"), NULL);
    enter(&run, "");
    same(end(&run), 3, "daemons of the program end with it");

    run = begin("guest", SHELL("(trap '' TERM HUP; sleep 1000) >/dev/null 2>&1 & exit 4"), NULL);
    enter(&run, "");
    same(end(&run), 4, "also those that ignore signals");
}

static void supervisor(void) {
    struct run run = begin("guest", SHELL("cat"), NULL);
    ok(strncmp(line_of(run.err), "supervisor ", 11) == 0, "a supervisor");
    enter(&run, "");
    same_text(rest_of(run.err), "supervisor told 15\n", "is told to go when the program has ended");
    same(end(&run), 0, "ends well");
}

static void supervisor_that_dies(void) {
    struct run run = begin("guest", SHELL("echo ready; cat; exit 5"), NULL);
    pid_t pid = atoi(line_of(run.err) + strlen("supervisor "));
    same_text(line_of(run.out), "ready", "the program runs");
    kill(pid, SIGKILL);
    same_text(line_of(run.err), "boxer: the supervisor of this node ended (137); the program goes on without names",
              "its end is reported");
    enter(&run, "still there");
    same_text(rest_of(run.out), "still there", "the program goes on");
    same(end(&run), 5, "with its own end");
}

// What the file of members says was true while there was a supervisor to keep it true.
static void file_of_members(void) {
    char directory[] = "/tmp/boxer-test-init-XXXXXX";
    char path[64];
    char words[256];
    if (mkdtemp(directory) == NULL) {
        bail_out(directory);
    }
    snprintf(path, sizeof path, "%s/members", directory);
    close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
    snprintf(words, sizeof words,
             "guest:BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff;%s", path);
    struct run run = begin(words, SHELL("echo ready; cat; exit 5"), NULL);
    pid_t pid = atoi(line_of(run.err) + strlen("supervisor "));
    same_text(line_of(run.out), "ready", "the program runs");
    same(access(path, F_OK), 0, "with a file of members");
    kill(pid, SIGKILL);
    line_of(run.err);
    same(access(directory, F_OK), -1, "the file of members goes with the supervisor that was killed");
    enter(&run, "");
    same(end(&run), 5, "ends well");
}

static void killed(void) {
    struct run run = begin("guest", SHELL("echo ready; exec cat"), NULL);
    same_text(line_of(run.out), "ready", "the program runs");
    kill(run.pid, SIGKILL);
    same(end(&run), 137, "boxer-init killed: the kernel ends the program");
}

// Another overlay's nodes use it too.
static void daemons_of_ours(void) {
    struct run run = begin(
        "guest", SHELL("BOXER_DAEMON=coordinator setsid sh -c 'echo $$; exec sleep 1000' 9>&- </dev/null 2>/dev/null & wait $!"), NULL);
    pid_t pid = atoi(line_of(run.out));
    kill(run.pid, SIGKILL);
    end(&run);
    ok(kill(pid, 0) == 0, "a daemon of ours stays when boxer-init is killed");
    kill(pid, SIGKILL);

    run = begin("guest",
                SHELL("BOXER_DAEMON=coordinator setsid sh -c 'echo $$ >&3; exec 3>&-; exec sleep 1000' 3>&1 >/dev/null "
                      "9>&- </dev/null 2>/dev/null & read line; exit 0"),
                NULL);
    pid = atoi(line_of(run.out));
    enter(&run, "go\n");
    same(end(&run), 0, "the program ends");
    ok(kill(pid, 0) == 0, "a daemon of ours stays when the program has ended");
    kill(pid, SIGKILL);
}

int main(void) {
    descendants();
    supervisor();
    supervisor_that_dies();
    file_of_members();
    killed();
    daemons_of_ours();
    return tap_end();
}
