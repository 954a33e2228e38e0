// SPDX-License-Identifier: Apache-2.0
// What the files of boxer-init share.
#ifndef BOXER_INIT_H
#define BOXER_INIT_H

#include "program.h"
#include <signal.h>
#include <sys/types.h>

// init_start.c. Blocks what is waited for; the program starts with the mask from before
void block(sigset_t *set);
// *words: the supervisor's standard output
pid_t start_supervisor(char **command, int *words);
// The variable of the guest, "BOXER_NODE=…", and the front end that is asked for; null if the supervisor ended without a word, or if *told is the signal that tells
// us to end.
char *await_guest(int words, const sigset_t *signals, int *told, enum front_end *asked);
// 0: it cannot be run, and we have said why. `node` has room for the front end behind it
pid_t start_program(char **command, char *node, const struct program *about, enum front_end front_end);

// start_served.c. Of the program-to-be: its calls are served from here on
void become_served(int to_init, const char *command, const struct program *about);
// Of its parent: serves it. False: it cannot be, and we have said why, or it is gone
bool serve_program(int from_program, pid_t pid, const char *command, const struct program *about);

// init_end.c
int code_of(int status); // 128 + n for signal n
// Ends what the program left running: children of its own that became ours, since we are their reaper.
// *supervisor becomes 0 if it has ended meanwhile.
void end_descendants(pid_t *supervisor);
// Waits for it, but not for ever. Its exit code.
int await_end(pid_t supervisor, const sigset_t *signals);
// Tells it to go, and waits. 0: there is none.
void end_supervisor(pid_t supervisor, const sigset_t *signals);

#endif
