// SPDX-License-Identifier: Apache-2.0
// What the files of boxer-init share.
#ifndef BOXER_INIT_H
#define BOXER_INIT_H

#include "program.h"
#include "proxy.h"
#include <signal.h>
#include <sys/types.h>

// init_start.c. Blocks what is waited for; the program starts with the mask from before
void block(sigset_t *set);
void unblock(void);
// *words: the supervisor's standard output
pid_t start_supervisor(char **command, int *words);

// init_words.c. What the supervisor says of the guest beside who it is.
struct wanted {
    enum front_end front_end;
    bool quiet;
    struct bx_ways ways;
};
// The variable of the guest, "BOXER_NODE=…"; null if the supervisor ended without a word, or if *told is the signal that tells us to
// end.
char *await_guest(int words, const sigset_t *signals, int *told, struct wanted *wanted);

// A call that this machine refuses. error 0: none
struct refusal {
    int error;
    char what[64];
};

struct started {
    pid_t pid; // 0: it cannot be run, and we have said why
    enum front_end front_end;
    bool observed;
    struct refusal refused;
};
// init_start.c. With the front end of *how, which is looked at if *how says so. Its pid is 0 if its calls cannot be told of, which either needs.
// `node` has room for the words behind it; `url`: of the proxy
void start_as(char **command, char *node, const struct program *about, const char *url, struct started *how);

// init_choose.c. `observe`: it is to be looked at
struct started start_program(char **command, char *node, const struct program *about, const struct wanted *wanted, bool observe);

// start_served.c. Of the program-to-be: its calls are told of from here on, or it ends
void become_served(int to_init, const struct program *about, enum front_end front_end, bool observed);
// Of its parent. False: they cannot be, with *refusal; or it is gone, without
bool serve_program(int from_program, pid_t pid, enum front_end front_end, bool observed, struct refusal *refusal);

// report.c. What was seen is to be reported by this command: `alone` on our standard output, what the program prints there goes to
// standard error
void report_by(char **command, bool alone);
bool is_to_report(void);
// Ends with this code, or becomes the command that reports, which does so: it has on its standard input what was seen.
int end_with_report(const char *name, const struct program *about, const struct started *started, int code);

// init_end.c
int code_of(int status); // 128 + n for signal n
// Ends what the program left running: children of its own that became ours, since we are their reaper.
// *supervisor becomes 0 if it has ended meanwhile.
void end_descendants(pid_t *supervisor);
// Waits for it, but not for ever. Its exit code.
int await_end(pid_t supervisor, const sigset_t *signals);
// Tells it to go, and waits. 0: there is none.
void end_supervisor(pid_t supervisor, const sigset_t *signals);
// What a supervisor that was killed leaves behind would say for ever what was true once.
void withdraw_members(void);

#endif
