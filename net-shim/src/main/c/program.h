// SPDX-License-Identifier: Apache-2.0
// A look at an executable before it runs: which front end serves it.
#ifndef BOXER_PROGRAM_H
#define BOXER_PROGRAM_H

#include <stdbool.h>

enum front_end { AUTO, PRELOAD, SECCOMP, PROXY };

struct program {
    char path[4096];     // where it is; the last one of its interpreters, if it is a script
    enum front_end fits; // AUTO: none
    int code;            // exit code where none fits: 126, 127
    bool gains_rights;   // setuid, setgid: takes nothing from the environment, and has other rights than we
    char kind[300];      // "a static program": what it is; where none fits, why, and what would help
};

// By the same rules as execvp(). What cannot be read is taken for a program that the library serves; what cannot be run, the
// kernel will refuse.
struct program look_at(const char *command);

#endif
