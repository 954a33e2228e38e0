// SPDX-License-Identifier: Apache-2.0
// What the supervisor says on its standard output of the guest, and which front end and ways are wanted for it.
#include "init.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define GUEST "guest "

// Takes one signal. Its number if it is to end us, else 0: there is no program yet for which it could be.
static int take_signal(int from) {
    struct signalfd_siginfo signal;
    if (read(from, &signal, sizeof signal) != sizeof signal) {
        return 0;
    }
    int number = (int)signal.ssi_signo;
    return number == SIGHUP || number == SIGINT || number == SIGQUIT || number == SIGTERM ? number : 0;
}

static bool read_front_end(const char *word, enum front_end *asked) {
    static const char *const names[] = {[AUTO] = "auto", [PRELOAD] = "preload", [SECCOMP] = "seccomp", [PROXY] = "proxy"};
    for (int i = AUTO; i <= PROXY; i++) {
        if (strcmp(word, names[i]) == 0) {
            *asked = (enum front_end)i;
            return true;
        }
    }
    return false;
}

// "guest BOXER_NODE=…", "guest seccomp BOXER_NODE=…", "guest quiet proxy serve:80:8080 BOXER_NODE=…"
static char *read_guest(char *line, struct wanted *wanted) {
    char *node = strstr(line, "BOXER_NODE=");
    char *rest;
    if (node == NULL || node == line) {
        return node;
    }
    node[-1] = '\0';
    for (char *word = strtok_r(line, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
        if (strcmp(word, "quiet") == 0) {
            wanted->quiet = true;
        } else if (strcmp(word, "guest") != 0 && !read_front_end(word, &wanted->front_end) && !bx_read_way(word, &wanted->ways)) {
            fprintf(stderr, "error: the supervisor says '%s', which is not known here: build both anew\n", word);
            exit(2);
        }
    }
    return node;
}

// A JVM that cannot start says why on its standard output, which is ours to read.
static void keep(char *said, size_t room, const char *line) {
    size_t length = strlen(said);
    int wanted = snprintf(said + length, room - length, "%s\n", line);
    if (wanted < 0 || (size_t)wanted >= room - length) {
        said[length] = '\0'; // it has said enough
    }
}

char *await_guest(int words, const sigset_t *signals, int *told, struct wanted *wanted) {
    static char line[8192 + 32]; // of the words that become() adds
    static char said[2048];
    size_t length = 0;
    struct pollfd wait[] = {{.fd = words, .events = POLLIN},
                            {.fd = signalfd(-1, signals, SFD_CLOEXEC), .events = POLLIN}};
    while (*told == 0) {
        char byte;
        poll(wait, 2, -1);
        if (wait[1].revents != 0) {
            *told = take_signal(wait[1].fd);
        } else if (read(words, &byte, 1) != 1) {
            fputs(said, stderr);
            break;
        } else if (byte != '\n') {
            line[length] = byte;
            length += length < sizeof line - 33;
        } else {
            line[length] = '\0';
            length = 0;
            if (strncmp(line, GUEST, sizeof GUEST - 1) == 0) {
                close(wait[1].fd);
                return read_guest(line, wanted);
            }
            keep(said, sizeof said, line);
        }
    }
    close(wait[1].fd);
    return NULL;
}
