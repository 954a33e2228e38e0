// SPDX-License-Identifier: Apache-2.0
// Whoever starts a program that has more rights than he, does not tell it where its names and connections come from: reliability,
// row A20. Started by who has those rights already, the same program is the node.
#include "../harness.h"
#include <fcntl.h>
#include <sys/stat.h>

#define ROOT 0
#define ANYBODY 65534
#define LONG 65536

static char directory[] = "/tmp/boxer-test-XXXXXX";

// A copy that everybody can start.
static const char *copy_of(const char *from, const char *name, mode_t mode) {
    const char *path = text("%s/%s", directory, name);
    char bytes[4096];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
    for (ssize_t count; (count = read(in, bytes, sizeof bytes)) > 0;) {
        if (write(out, bytes, (size_t)count) != count) {
            bail_out(path);
        }
    }
    if (in < 0 || out < 0 || fchmod(out, mode) != 0) {
        bail_out(path);
    }
    close(in);
    close(out);
    return path;
}

// What it says, started by this user.
static const char *says(uid_t user, char *const environment[]) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        bail_out("socketpair");
    }
    pid_t pid = fork();
    if (pid == 0) {
        char *const words[] = {"setuid", NULL};
        dup2(ends[1], STDOUT_FILENO);
        if (setgid(user) == 0 && setuid(user) == 0) {
            execve(text("%s/setuid", directory), words, environment);
        }
        _exit(98);
    }
    close(ends[1]);
    const char *said = hear(ends[0]);
    close(ends[0]);
    same(wait_for(pid), 0, "it ends well");
    return said;
}

static bool keeps_rights(void) {
    struct stat about;
    return stat(copy_of("/bin/true", "true", 04755), &about) == 0 && (about.st_mode & S_ISUID) != 0;
}

static void alpha(void) {
    static char node[LONG];
    static char preload[LONG];
    if (geteuid() != 0 || under_valgrind() || mkdtemp(directory) == NULL || chmod(directory, 0755) != 0 || !keeps_rights()) {
        skip("setuid programs", "only root can make one, and valgrind starts none");
        return;
    }
    snprintf(node, sizeof node, "%s", variable("alpha"));
    snprintf(preload, sizeof preload, "%s", preloaded());
    char *const ours[] = {node, preload, NULL};
    copy_of(program("secure_program"), "setuid", 04755);

    same_text(says(ROOT, ours), "ordinary alpha", "who has these rights is the node");
    const char *said = says(ANYBODY, ours);
    if (strncmp(said, "ordinary", 8) == 0) {
        skip("setuid programs", "this machine gives none its rights in /tmp");
        return;
    }
    same_text(said, "secure asleep", "who gets them is not");
    memset(node + strlen(node), 'x', sizeof node - strlen(node) - 1);
    memset(preload + strlen(preload), ':', sizeof preload - strlen(preload) - 1);
    same_text(says(ANYBODY, ours), "secure asleep", "values of 64 KiB");
    same_text(says(ROOT, ours), "ordinary asleep", "which no program takes");
    char *const hostile[] = {"BOXER_NODE=1;root;10.127.255.254;16;/../..;ffffffffffffffffffffffffffffffff",
                             "LD_PRELOAD=/tmp/libboxer-shim.so", "BOXER_KEY_FILE=/etc/shadow", "BOXER_LAB=;", "BOXER_=", NULL};
    same_text(says(ANYBODY, hostile), "secure asleep", "other values that somebody would like it to believe");
    (void)!system(text("rm -r %s", directory));
}

PARTS({"alpha", alpha})
