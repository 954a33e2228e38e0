// SPDX-License-Identifier: Apache-2.0
// A program is looked at while it runs (boxer compat): which calls it makes, from where, and what of it a node does not have. The
// kernel tells of the calls of all its processes (filter.c); most are then left to it.
#ifndef BOXER_OBSERVE_H
#define BOXER_OBSERVE_H

#include "filter.h"
#include "note.h"
#include "program.h"
#include <stdio.h>

// observe.c. From now on calls are looked at; `front_end` says who makes them.
void bx_observe_begin(enum front_end front_end);
bool bx_is_observing(void);
// Looks at a call. True: *outcome is what it comes to; false: it is one that the seccomp front end makes.
bool bx_observe(pid_t thread, const struct seccomp_data *call, struct bx_outcome *outcome);

// observations.c. A call that was made through us
void bx_count(enum bx_note note);
const char *bx_note_name(enum bx_note note);
// What was seen so far, a line each, fields behind tabs: "call NAME COUNT", "found WHAT COUNT DETAIL"
void bx_write_observations(FILE *to);
// What is worth a line of its own (the words are io.boxer.compat.Finding's). `detail`: the same ones are counted together
void bx_found(const char *what, const char *format, ...) __attribute__((format(printf, 2, 3)));

// origin.c. Where the code is that makes this call, from the maps of its process: of the C library or ours, and ours is there;
// somewhere else; a process without our library; not to be seen.
enum bx_origin { BX_IN_LIBRARY, BX_PAST_LIBRARY, BX_WITHOUT_LIBRARY, BX_NOT_SEEN };
// `file`: of the code, or of the program
enum bx_origin bx_find_origin(pid_t thread, uint64_t instruction, char *file, size_t room);

// observe_use.c. Uses that a node does not have, or has in another way.
void bx_look_at_socket(const struct seccomp_data *call);
void bx_look_at_option(pid_t thread, const struct seccomp_data *call);
void bx_look_at_send(pid_t thread, const struct seccomp_data *call);
void bx_look_at_bind(pid_t thread, int fd, const struct seccomp_data *call);
void bx_look_at_listen(int fd);
void bx_look_at_connect(pid_t thread, int fd, const struct seccomp_data *call);
// observe_exec.c. False: it is not there, or boxer-init's own start of the program
bool bx_look_at_exec(pid_t thread, const struct seccomp_data *call, enum front_end front_end);

#endif
