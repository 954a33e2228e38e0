// SPDX-License-Identifier: Apache-2.0
// What the tests of boxer-init stand on: one is started between pipes, with plain_supervisor as its supervisor. Whatever comes of
// it holds the pipe `life`, so that its end says that all are gone.
#ifndef BOXER_INITIATE_H
#define BOXER_INITIATE_H

#include "tap.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct run {
    pid_t pid;
    int in, out, err, life; // our ends
};

__attribute__((unused)) static const char *beside(const char *name) {
    static char path[2][512];
    static int next;
    char *to = path[next++ % 2];
    ssize_t length = readlink("/proc/self/exe", to, 400);
    if (length <= 0) {
        bail_out("/proc/self/exe");
    }
    to[length] = '\0';
    strcpy(strrchr(to, '/') + 1, name);
    return to;
}

// Words for boxer-init before those of the supervisor, up to a null
__attribute__((unused)) static const char *const *options;

static void pass_end(int ends[2], int which, int number) {
    dup2(ends[which], number);
    close(ends[0]);
    close(ends[1]);
}

// `program`: up to a null; `before`: what is to be done in the child first, may be null
__attribute__((unused)) static struct run begin(const char *supervisor, const char *const program[], void (*before)(void)) {
    static char init[512];
    const char *list[32] = {init};
    int count = 1;
    int pipes[4][2];
    snprintf(init, sizeof init, "%s/boxer-init", getenv("BOXER_TEST_BIN"));
    for (int i = 0; options != NULL && options[i] != NULL; i++) {
        list[count++] = options[i];
    }
    list[count++] = beside("plain_supervisor");
    list[count++] = supervisor;
    list[count++] = "--";
    for (int i = 0; program[i] != NULL; i++) {
        list[count++] = program[i];
    }
    for (int i = 0; i < 4; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) != 0) {
            bail_out("pipe");
        }
        // out of the way of the numbers that the child has them under
        pipes[i][0] = fcntl(pipes[i][0], F_DUPFD_CLOEXEC, 20);
        pipes[i][1] = fcntl(pipes[i][1], F_DUPFD_CLOEXEC, 20);
    }
    struct run run = {fork(), pipes[0][1], pipes[1][0], pipes[2][0], pipes[3][0]};
    if (run.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pass_end(pipes[0], 0, 0);
        pass_end(pipes[1], 1, 1);
        pass_end(pipes[2], 1, 2);
        pass_end(pipes[3], 1, 9);
        close_range(10, ~0u, 0);
        if (before != NULL) {
            before();
        }
        execv(init, (char **)list);
        bail_out(init);
    }
    for (int fd = 3; fd < 20; fd++) {
        close(fd); // the first numbers of the pipes
    }
    close(pipes[0][0]);
    for (int i = 1; i < 4; i++) {
        close(pipes[i][1]);
    }
    return run;
}

// All there is until the end, with zero bytes as '0'. In one buffer.
__attribute__((unused)) static const char *rest_of(int fd) {
    static char all[8192];
    size_t length = 0;
    for (ssize_t got; length < sizeof all - 1 && (got = read(fd, all + length, sizeof all - 1 - length)) > 0;) {
        length += (size_t)got;
    }
    all[length] = '\0';
    for (size_t i = 0; i < length; i++) {
        all[i] = all[i] == '\0' ? '0' : all[i];
    }
    return all;
}

// One line without its end; "" at the end.
__attribute__((unused)) static const char *line_of(int fd) {
    static char lines[4][512];
    static int next;
    char *line = lines[next++ % 4];
    size_t length = 0;
    while (length < sizeof lines[0] - 1 && read(fd, line + length, 1) == 1 && line[length] != '\n') {
        length++;
    }
    line[length] = '\0';
    return line;
}

__attribute__((unused)) static void enter(struct run *run, const char *words) {
    if (*words != '\0' && write(run->in, words, strlen(words)) < 0) {
        bail_out("the program's standard input");
    }
    close(run->in);
}

__attribute__((unused)) static int code_of(pid_t pid) {
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Whether all processes of the run have gone, or go now.
__attribute__((unused)) static bool all_gone(struct run *run) {
    char byte;
    struct pollfd wait = {.fd = run->life, .events = POLLIN};
    return poll(&wait, 1, 20000) == 1 && read(run->life, &byte, 1) == 0;
}

// The end of a run: its exit code, nothing left.
__attribute__((unused)) static int end(struct run *run) {
    int code = code_of(run->pid);
    ok(all_gone(run), "nothing is left running");
    close(run->out);
    close(run->err);
    close(run->life);
    return code;
}

// A call with this number fails with EPERM from here on, as in a container that forbids it. Of what begin() starts.
__attribute__((unused)) static void forbid(int number) {
    struct sock_filter filter[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
                                   BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                                   BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog program = {.len = 4, .filter = filter};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        bail_out("seccomp");
    }
}
__attribute__((unused)) static void forbid_seccomp(void) { forbid(SYS_seccomp); }
__attribute__((unused)) static void forbid_pidfd_getfd(void) { forbid(SYS_pidfd_getfd); }

__attribute__((unused)) static bool filters_are_allowed(void) {
    pid_t pid = fork();
    if (pid == 0) {
        forbid(SYS_process_vm_writev);
        _exit(0);
    }
    return code_of(pid) == 0;
}

#endif
