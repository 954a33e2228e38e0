// SPDX-License-Identifier: Apache-2.0
// A program that reads /etc/hosts itself finds the nodes there. Who opens another file, or opens this one to write, or where the
// supervisor is away, gets what the kernel gives.
#include "../harness.h"
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#define OURS "10.0.0.1\tof-the-node\n127.0.0.1\tlocalhost\n"

#ifdef __GLIBC__
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int directory, const char *path, int flags);
int __openat64_2(int directory, const char *path, int flags);
#else // musl has none of these
#define __open_2(path, flags) open(path, flags)
#define __open64_2(path, flags) open(path, flags)
#define __openat_2(directory, path, flags) openat(directory, path, flags)
#define __openat64_2(directory, path, flags) openat(directory, path, flags)
#endif

static char real[100000]; // of the host's, without us

static bool holds(int fd, const char *content) {
    static char got[100000];
    ssize_t length = fd < 0 ? -1 : read(fd, got, sizeof got - 1);
    got[length < 0 ? 0 : length] = '\0';
    close(fd);
    return length >= 0 && strcmp(got, content) == 0;
}

static const char *kind_of(int fd) {
    int status = fd < 0 ? 0 : fcntl(fd, F_GETFL);
    int flags = fd < 0 ? 0 : fcntl(fd, F_GETFD);
    struct stat about = {.st_size = -1};
    fstat(fd, &about);
    bool ours = about.st_size == (off_t)strlen(OURS);
    return fd < 0 ? "none"
                  : text("%s%s%s%s", holds(fd, OURS) ? "ours" : "other", ours ? " whole" : "", flags == FD_CLOEXEC ? " cloexec" : "",
                         (status & (O_ACCMODE | O_NONBLOCK)) == O_RDONLY ? "" : " odd");
}

static const char *kind_of_stream(FILE *file) {
    int fd = file == NULL ? -1 : fcntl(fileno(file), F_DUPFD, 0);
    int flags = file == NULL ? 0 : fcntl(fileno(file), F_GETFD);
    if (file != NULL) {
        fclose(file);
    }
    return text("%s%s", kind_of(fd), flags == FD_CLOEXEC ? " cloexec" : "");
}

static const char *by(const char *how) {
    const char *path = "/etc/hosts";
    return strcmp(how, "open") == 0           ? kind_of(open(path, O_RDONLY))
           : strcmp(how, "open64") == 0       ? kind_of(open64(path, O_RDONLY | O_CLOEXEC))
           : strcmp(how, "openat") == 0       ? kind_of(openat(AT_FDCWD, path, O_RDONLY))
           : strcmp(how, "openat64") == 0     ? kind_of(openat64(-1, path, O_RDONLY | O_CLOEXEC))
           : strcmp(how, "__open_2") == 0     ? kind_of(__open_2(path, O_RDONLY))
           : strcmp(how, "__open64_2") == 0   ? kind_of(__open64_2(path, O_RDONLY))
           : strcmp(how, "__openat_2") == 0   ? kind_of(__openat_2(AT_FDCWD, path, O_RDONLY))
           : strcmp(how, "__openat64_2") == 0 ? kind_of(__openat64_2(AT_FDCWD, path, O_RDONLY))
           : strcmp(how, "fopen") == 0        ? kind_of_stream(fopen(path, "r"))
           : strcmp(how, "fopen64") == 0      ? kind_of_stream(fopen64(path, "rbe"))
                                              : "?";
}

static const char *other_files(void) {
    struct stat about;
    char path[] = "/tmp/boxer-test-file-XXXXXX";
    int made = mkstemp(path);
    unlink(path);
    int again = open(path, O_RDWR | O_CREAT | O_EXCL, 0640);
    int mode = fstat(again, &about) == 0 ? (int)(about.st_mode & 0777) : -1;
    unlink(path);
    int nameless = open("/tmp", O_RDWR | O_TMPFILE, 0604);
    int nameless_mode = nameless < 0 ? 0604 : fstat(nameless, &about) == 0 ? (int)(about.st_mode & 0777) : -1;
    int directory = open("/etc", O_RDONLY | O_DIRECTORY);
    bool relative = holds(openat(directory, "hosts", O_RDONLY), real);
    bool unclean = holds(open("/etc//hosts", O_RDONLY), real);
    int write_only = open("/etc/hosts", O_WRONLY | O_APPEND);
    bool not_there = open("/nowhere", O_RDONLY) == -1 && errno == ENOENT && fopen("/nowhere", "r") == NULL && errno == ENOENT;
    int place = open("/etc/hosts", O_PATH);
    char got;
    bool only_place = place >= 0 && read(place, &got, 1) == -1 && errno == EBADF;
    mode_t mask = umask(0);
    return text("%s", made < 0 || mode != (int)(0640 & ~mask)                ? "a new file's mode"
                      : nameless_mode != (int)(0604 & ~mask)                 ? "a nameless file's mode"
                      : !relative                                            ? "hosts, from /etc"
                      : !unclean                                             ? "/etc//hosts"
                      : write_only >= 0 && lseek(write_only, 0, SEEK_END) == (off_t)strlen(OURS) ? "to write"
                      : !not_there                                           ? "a file that is not there"
                      : !only_place                                          ? "O_PATH"
                                                                             : "as they are");
}

static void guest(void) {
    holds((int)syscall(SYS_openat, AT_FDCWD, "/etc/hosts", O_RDONLY), "");
    int fd = (int)syscall(SYS_openat, AT_FDCWD, "/etc/hosts", O_RDONLY);
    (void)!read(fd, real, sizeof real - 1);
    close(fd);
    for (const char *asked = hear(TALK); *asked != '\0'; asked = hear(TALK)) {
        if (strcmp(asked, "others") == 0) {
            say(TALK, "%s", other_files());
        } else if (strcmp(asked, "root") == 0) {
            say(TALK, "%s", chdir("/proc") == 0 && chroot("/proc") == 0 ? "changed" : "not allowed");
        } else if (strcmp(asked, "errno") == 0) {
            errno = 77;
            close(open("/etc/hosts", O_RDONLY));
            say(TALK, "%d", errno);
        } else {
            say(TALK, "%s", by(asked));
        }
    }
}

static const char *ask(struct child *child, const char *what) {
    say(child->talk, "%s", what);
    return hear(child->talk);
}

static void alpha(void) {
    static const struct {
        const char *call;
        const char *kind;
    } calls[] = {{"open", "ours whole"},       {"open64", "ours whole cloexec"}, {"openat", "ours whole"},
                 {"openat64", "ours whole cloexec"}, {"__open_2", "ours whole"}, {"__open64_2", "ours whole"},
                 {"__openat_2", "ours whole"}, {"__openat64_2", "ours whole"},   {"fopen", "ours whole"},
                 {"fopen64", "ours whole cloexec"}};
    char directory[] = "/tmp/boxer-test-hosts-XXXXXX";
    if (mkdtemp(directory) == NULL || chmod(directory, 0755) != 0) {
        bail_out(directory);
    }
    const char *hosts = text("%s/hosts", directory);
    struct child there = start_with_files("guest", "alpha", text("%s/members", directory));
    struct child away = start_with_files("guest", "absent", text("%s/members", directory));
    same_text(ask(&there, "open"), "other", "the supervisor could not write it: the host's");
    int fd = open(hosts, O_CREAT | O_WRONLY, 0644);
    (void)!write(fd, OURS, strlen(OURS));
    fchmod(fd, 0644);
    close(fd);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        same_text(ask(&there, calls[i].call), calls[i].kind, calls[i].call);
    }
    same_text(ask(&there, "others"), "as they are", "other files, and this one to write");
    same_text(ask(&there, "errno"), "77", "errno stays");
    same_text(ask(&away, "open"), "other", "the supervisor is away: what it wrote may not be true any more, the host's");
    chmod(hosts, 0666);
    same_text(ask(&there, "fopen"), "other", "everybody may write it: the host's");
    chmod(hosts, 0644);
    if (strcmp(ask(&there, "root"), "changed") == 0) {
        same_text(ask(&there, "open"), "none", "after chroot: what is there");
    } else {
        skip("after chroot", "it needs root");
    }
    finish(&there);
    finish(&away);
    unlink(hosts);
    rmdir(directory);
}

PARTS({"alpha", alpha}, {"guest", guest})
