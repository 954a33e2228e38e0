// SPDX-License-Identifier: Apache-2.0
// The end of a node: what the program leaves behind, and the supervisor.
#include "init.h"
#include "shim.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXEC_ROUNDS 20 // of 10 ms
#define PATIENCE_SECONDS 10 // for the supervisor, and for what the program leaves behind

int code_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

enum kind { ORDINARY, DAEMON, UNKNOWN };

// A daemon of ours, such as the overlay's coordinator, which other nodes use too, carries this mark in its environment. In the
// middle of an exec a process has none.
static enum kind kind_of(int pid) {
    static const char mark[] = "BOXER_DAEMON=";
    char path[64];
    char *entry = NULL;
    size_t size = 0;
    enum kind found = UNKNOWN;
    snprintf(path, sizeof path, "/proc/%d/environ", pid);
    FILE *environment = fopen(path, "re");
    while (environment != NULL && found != DAEMON && getdelim(&entry, &size, '\0', environment) > 0) {
        found = strncmp(entry, mark, sizeof mark - 1) == 0 ? DAEMON : ORDINARY;
    }
    if (environment != NULL) {
        fclose(environment);
    }
    free(entry);
    return found;
}

void end_descendants(pid_t *supervisor) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    for (int round = 0; round < PATIENCE_SECONDS * 100; round++) {
        FILE *children = fopen(path, "re");
        int pid;
        bool any = false;
        while (children != NULL && fscanf(children, "%d", &pid) == 1) {
            enum kind kind = pid == *supervisor ? DAEMON : kind_of(pid);
            any |= kind != DAEMON;
            if (kind == ORDINARY || (kind == UNKNOWN && round >= EXEC_ROUNDS)) {
                kill(pid, SIGKILL);
            }
        }
        if (children != NULL) {
            fclose(children);
        }
        for (pid_t gone = 1; any && gone > 0;) {
            gone = waitpid(-1, NULL, WNOHANG);
            *supervisor = gone == *supervisor ? 0 : *supervisor;
        }
        if (!any) {
            return;
        }
        usleep(10000);
    }
}

int await_end(pid_t supervisor, const sigset_t *signals) {
    struct timespec patience = {.tv_sec = PATIENCE_SECONDS};
    int status = 0;
    while (waitpid(supervisor, &status, WNOHANG) == 0) {
        if (sigtimedwait(signals, NULL, &patience) < 0 && errno == EAGAIN) {
            kill(supervisor, SIGKILL);
        }
    }
    return code_of(status);
}

void end_supervisor(pid_t supervisor, const sigset_t *signals) {
    if (supervisor != 0) {
        kill(supervisor, SIGTERM);
        await_end(supervisor, signals);
    }
}

void withdraw_members(void) {
    char path[sizeof bx_node.members];
    strcpy(path, bx_node.members);
    char *name = strrchr(path, '/');
    if (name != NULL && name != path) {
        unlink(path);
        unlink(bx_node.hosts);
        strcpy(name, "/lock"); // shorter than /members
        unlink(path);
        *name = '\0';
        rmdir(path);
    }
}
