// SPDX-License-Identifier: Apache-2.0
// Under the seccomp front end all that a test starts belongs to its node, and no second front end can be had inside. So the parts
// that are other nodes, or none, are started by another process, the broker, which is outside.
#ifndef BOXER_BROKER_H
#define BOXER_BROKER_H

#include <sys/types.h>

// In the broker's parent: it serves until it is killed. `start`: becomes the part, with its end of the talk as TALK
pid_t broker_start(const char *base, void (*start)(const char *who, const char *part, const char *argument));
// In a test. `talk`: the part's end
pid_t broker_ask(const char *base, const char *who, const char *part, const char *argument, int talk);
int broker_wait(const char *base, pid_t pid); // its exit code

#endif
