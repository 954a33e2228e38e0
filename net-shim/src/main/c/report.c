// SPDX-License-Identifier: Apache-2.0
// What was seen of a program, for the command that reports it: lines of fields behind tabs. io.boxer.compat.Observations reads them.
//
//   boxer-observations 1
//   name NAME | path FILE | kind WORDS          of the program, as it was asked for; where it is; what it is
//   fits FRONT-END | setuid yes                 by a look at the executable
//   front-end FRONT-END | observed yes|no       how it ran, "none": it did not
//   refused CALL WHY                            by this machine
//   code N
//   call NAME COUNT | found WHAT COUNT DETAIL   (observe.c)
#include "init.h"
#include "observe.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static char **reporter;
static int output = -1; // our standard output, where the report has it alone

void report_by(char **command, bool alone) {
    reporter = command;
    if (alone) {
        output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
        dup2(STDERR_FILENO, STDOUT_FILENO);
    }
}

bool is_to_report(void) { return reporter != NULL; }

static const char *name_of(enum front_end front_end) {
    return front_end == PRELOAD ? "preload" : front_end == SECCOMP ? "seccomp" : front_end == PROXY ? "proxy" : "none";
}

static void write_field(FILE *to, const char *name, const char *value) {
    fprintf(to, "%s\t", name);
    for (; *value != '\0'; value++) {
        fputc((unsigned char)*value < ' ' ? '?' : *value, to);
    }
    fputc('\n', to);
}

int end_with_report(const char *name, const struct program *about, const struct started *started, int code) {
    if (reporter == NULL) {
        return code;
    }
    int memory = memfd_create("boxer-observations", MFD_CLOEXEC);
    FILE *to = memory < 0 ? NULL : fdopen(dup(memory), "w");
    if (to == NULL) {
        perror("boxer: what was seen cannot be kept");
        return code;
    }
    fprintf(to, "boxer-observations\t1\n");
    write_field(to, "name", name);
    write_field(to, "path", about->path);
    write_field(to, "kind", about->kind);
    fprintf(to, "fits\t%s\nsetuid\t%s\n", name_of(about->fits), about->gains_rights ? "yes" : "no");
    fprintf(to, "front-end\t%s\nobserved\t%s\n", name_of(started->pid == 0 ? AUTO : started->front_end),
            started->observed && started->pid != 0 ? "yes" : "no");
    if (started->refused.error != 0) {
        fprintf(to, "refused\t%s\t%s\n", started->refused.what, strerror(started->refused.error));
    }
    fprintf(to, "code\t%d\n", code);
    bx_write_observations(to);
    fclose(to);
    lseek(memory, 0, SEEK_SET);
    dup2(memory, STDIN_FILENO);
    if (output >= 0) {
        dup2(output, STDOUT_FILENO);
    }
    unblock();
    execvp(reporter[0], reporter);
    fprintf(stderr, "boxer: cannot start %s, which reports what was seen: %s\n", reporter[0], strerror(errno));
    return code;
}
