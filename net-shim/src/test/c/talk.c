// SPDX-License-Identifier: Apache-2.0
// Words between the processes of a test, and their ends.
#include "harness.h"
#include <stdarg.h>

void say(int talk, const char *format, ...) {
    char line[256];
    va_list rest;
    va_start(rest, format);
    int length = vsnprintf(line, sizeof line - 1, format, rest);
    va_end(rest);
    line[length++] = '\n';
    if (send(talk, line, (size_t)length, MSG_NOSIGNAL) != length) {
        bail_out("the other process is gone");
    }
}

const char *hear(int talk) {
    static char lines[4][256];
    static int next;
    char *line = lines[next++ % 4];
    size_t length = 0;
    while (length < sizeof lines[0] - 1) {
        ssize_t got = recv(talk, line + length, 1, 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0 || line[length] == '\n') {
            break;
        }
        length++;
    }
    line[length] = '\0';
    return line;
}

int wait_for(pid_t pid) {
    int status = 0;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return errno == ECHILD ? code_outside(pid) : -1;
        }
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int finish(struct child *child) {
    close(child->talk);
    return wait_for(child->pid);
}
