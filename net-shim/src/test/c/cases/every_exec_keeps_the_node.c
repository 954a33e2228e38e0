// SPDX-License-Identifier: Apache-2.0
// However a program starts another, and whatever environment it gives it: the other is of the same node, and its environment
// is otherwise what it was given.
#include "../harness.h"
#include <fcntl.h>
#include <spawn.h>

extern char **environ;
static char *empty[] = {NULL};
static char *own_making[] = {"X=1", "PATH=/usr/bin:/bin", NULL};
static char *const *words;
static char self_path[512];

static void who(void) {
    char name[65] = "";
    gethostname(name, sizeof name);
    const char *x = getenv("X");
    const char *preload = getenv("LD_PRELOAD");
    printf("%s x=%s preload=%s node=%s\n", name, x == NULL ? "" : x,
           preload != NULL && strstr(preload, "libboxer-shim.so") != NULL ? "yes" : "no", getenv("BOXER_NODE") != NULL ? "yes" : "no");
}

#define LIST words[0], words[1], words[2], words[3], words[4], (char *)NULL

static void by_execve(void) { execve(self_path, words, empty); }
static void by_execve_null(void) { execve(self_path, words, NULL); }
static void by_execve_own(void) { execve(self_path, words, own_making); }
static void by_execle(void) { execle(self_path, LIST, empty); }
static void by_execle_own(void) { execle(self_path, LIST, own_making); }
static void by_execl(void) {
    environ = empty;
    execl(self_path, LIST);
}
static void by_execlp(void) {
    environ = empty;
    execlp(self_path, LIST);
}
static void by_execv(void) {
    environ = empty;
    execv(self_path, words);
}
static void by_execvp(void) {
    environ = own_making;
    execvp(self_path, words);
}
static void by_execvpe(void) { execvpe(self_path, words, own_making); }
static void by_fexecve(void) { fexecve(open(self_path, O_RDONLY), words, empty); }
static void by_execve_as_is(void) {
    putenv("X=1");
    execve(self_path, words, environ);
}

static void spawned(bool path, char **environment) {
    pid_t pid;
    int error = path ? posix_spawnp(&pid, self_path, NULL, NULL, words, environment)
                     : posix_spawn(&pid, self_path, NULL, NULL, words, environment);
    _exit(error != 0 ? 98 : wait_for(pid));
}

static void by_posix_spawn(void) { spawned(false, empty); }
static void by_posix_spawn_own(void) { spawned(false, own_making); }
static void by_posix_spawnp(void) { spawned(true, own_making); }

static void by_vfork(void) {
    pid_t pid = vfork();
    if (pid == 0) {
        execve(self_path, words, own_making);
        _exit(98);
    }
    _exit(wait_for(pid));
}

static void by_env_i(void) {
    execl("/usr/bin/env", "env", "-i", "X=1", self_path, words[1], words[2], words[3], words[4], (char *)NULL);
}

static void by_shell(void) {
    setenv("X", "1", 1);
    char line[1024];
    snprintf(line, sizeof line, "unset LD_PRELOAD BOXER_NODE; exec %s %s %s %s '%s'", self_path, words[1], words[2],
             words[3], words[4]);
    _exit(system(line) == 0 ? 0 : 1);
}

static void try(void (*way)(void), const char *name, const char *x) {
    char line[256] = "";
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        bail_out("pipe");
    }
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        way();
        _exit(97);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got; (got = read(ends[0], line + length, sizeof line - 1 - length)) > 0;) {
        length += (size_t)got;
    }
    close(ends[0]);
    wait_for(pid);
    line[strcspn(line, "\n")] = '\0';
    same_text(line, text("alpha x=%s preload=yes node=yes", x), name);
}

static void alpha(void) {
    words = arguments_for("who", NULL);
    if (readlink("/proc/self/exe", self_path, sizeof self_path - 1) < 0) {
        bail_out("/proc/self/exe");
    }
    try(by_execve, "execve, empty environment", "");
    try(by_execve_null, "execve, no environment", "");
    try(by_execve_own, "execve, own environment", "1");
    try(by_execve_as_is, "execve, the same environment", "1");
    try(by_execle, "execle, empty environment", "");
    try(by_execle_own, "execle, own environment", "1");
    try(by_execl, "execl", "");
    try(by_execlp, "execlp", "");
    try(by_execv, "execv", "");
    try(by_execvp, "execvp", "1");
    try(by_execvpe, "execvpe", "1");
    try(by_fexecve, "fexecve", "");
    try(by_posix_spawn, "posix_spawn, empty environment", "");
    try(by_posix_spawn_own, "posix_spawn, own environment", "1");
    try(by_posix_spawnp, "posix_spawnp", "1");
    try(by_vfork, "vfork and execve", "1");
    try(by_env_i, "env -i", "1");
    try(by_shell, "a shell that unsets both variables", "1");
}

PARTS({"alpha", alpha}, {"who", who})
