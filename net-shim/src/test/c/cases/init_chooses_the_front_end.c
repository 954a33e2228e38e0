// SPDX-License-Identifier: Apache-2.0
// boxer-init looks at the executable: what uses the C library gets the library, what does not is served through the kernel, and
// what neither serves is refused with words.
#include "../initiate.h"
#include <elf.h>
#include <sys/stat.h>

static char directory[] = "/tmp/boxer-test-XXXXXX";

static const char *file(const char *name, const void *content, size_t count, mode_t mode) {
    static char paths[8][64];
    static int next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", directory, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
    if (fd < 0 || write(fd, content, count) != (ssize_t)count || fchmod(fd, mode) != 0) {
        bail_out(path);
    }
    close(fd);
    return path;
}

static const char *script(const char *name, const char *format, const char *word) {
    char content[600];
    return file(name, content, (size_t)snprintf(content, sizeof content, format, word), 0700);
}

static const char *words[3];
static const char *const *just(const char *program) {
    words[0] = program;
    words[1] = NULL;
    return words;
}

static void says(const char *supervisor, const char *program, const char *wanted, const char *what) {
    struct run run = begin(supervisor, just(program), NULL);
    enter(&run, "");
    same_text(rest_of(run.out), wanted, what);
    same(end(&run), 0, "ends well");
}

// Ends with this code, and these words are among what it says.
static void refuses(const char *supervisor, const char *program, void (*before)(void), int code, const char *wanted) {
    struct run run = begin(supervisor, just(program), before);
    enter(&run, "");
    const char *said = rest_of(run.err);
    ok(strstr(said, wanted) != NULL, "%s: %.150s", wanted, said);
    same(end(&run), code, "its code");
}

static void forbid_writing(void) { forbid(SYS_process_vm_writev); }

static void served(void) {
    static const char answer[] = "alpha 10.77.200.5:80 10.77.200.5:other accepted\n";
    char program[512]; // beside() has few buffers
    strcpy(program, beside("static_program"));
    if (access(program, X_OK) != 0) {
        skip("static programs", "there is no static C library to link one with");
        return;
    }
    struct run run = begin("guest", just(program), NULL);
    enter(&run, "");
    const char *said = rest_of(run.err);
    if (strstr(said, "this machine refuses") != NULL) {
        skip("static programs", "this machine refuses the seccomp front end");
        end(&run);
        return;
    }
    same_text(rest_of(run.out), answer, "a static program is a node");
    same(end(&run), 0, "ends well");
    says("guest", script("script", "#!%s\n", program), answer, "a script with a static interpreter too");
    says("guest:seccomp BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff",
         script("starter", "#!/bin/sh\nexec %s\n", program), answer, "asked for: what a shell starts");
    setenv("BOXER_TEST_QUIET", "1", 1); // it is on the host's network
    refuses("guest:preload BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff",
            script("starter", "#!%s\n", program), NULL, 0, "is a static program: the preload library does not see its calls");
    unsetenv("BOXER_TEST_QUIET");
    if (!filters_are_allowed()) {
        skip("a machine that refuses", "no filter can be installed here");
        return;
    }
    static const char asked[] = "guest:seccomp BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff";
    refuses(asked, program, forbid_seccomp, 126, "this machine refuses seccomp(SECCOMP_SET_MODE_FILTER): Operation not permitted");
    refuses(asked, program, forbid_pidfd_getfd, 126, "this machine refuses pidfd_getfd: Operation not permitted");
    refuses(asked, program, forbid_writing, 126, "this machine refuses pidfd_getfd or process_vm_writev: Operation not permitted");
    setenv("BOXER_TEST_QUIET", "1", 1); // it runs, behind a proxy
    refuses("guest", program, forbid_seccomp, 0, "is behind a proxy: it reaches nodes by name through socks5h://127.53.200.5:");
    refuses("guest", program, forbid_pidfd_getfd, 0,
            "is a static program, whose calls this machine does not let us see (pidfd_getfd: Operation not permitted)");
    refuses("guest", program, forbid_writing, 0, "nobody reaches it: --serve PORT names what it listens on");
    unsetenv("BOXER_TEST_QUIET");
}

// Dynamic, with musl's linker as its interpreter.
static void of_musl(void) {
    char program[512];
    strcpy(program, beside("musl_program"));
    if (access(program, X_OK) != 0) {
        skip("programs of musl", "there is no musl-gcc to link one with");
        return;
    }
    static const char answer[] = "alpha 10.77.200.5:80 10.77.200.5:other accepted\n";
    says("guest", program, answer, "a program of musl has the library too");
    says("guest:seccomp BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff", program, answer,
         "and under the other front end its names only");
}

static void preloaded(void) {
    says("guest", script("shell", "#!/bin/sh\nuname -n\n%s", ""), "alpha\n", "a shell script has the library");
    says("guest", script("by_env", "#!/usr/bin/env sh\nuname -n\n%s", ""), "alpha\n", "also by env");
    says("guest", script("loop", "#!%s/shell\n", directory), "alpha\n", "also by an interpreter that is a script");
}

static void refused(void) {
    Elf64_Ehdr header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB}, .e_machine = EM_S390};
    refuses("guest", file("foreign", &header, sizeof header, 0700), NULL, 126, "it is a program for IBM Z and this machine is");
    header.e_machine = EM_386;
    header.e_ident[EI_CLASS] = ELFCLASS32;
    refuses("guest", file("narrow", &header, sizeof header, 0700), NULL, 126, "it is a program for 32-bit x86 and this machine is");
    refuses("guest", "no-such-program", NULL, 127, "error: cannot run no-such-program: No such file or directory in PATH");
    refuses("guest", file("locked", "#!/bin/sh\n", 10, 0600), NULL, 126, "/locked: Permission denied");
    if (getuid() != 0) {
        skip("setuid", "nobody but root can make a file of another user");
        return;
    }
    const char *raised = file("raised", "", 0, 0700);
    char copy[128];
    snprintf(copy, sizeof copy, "cat /bin/true >%s", raised);
    if (system(copy) != 0 || chown(raised, 65534, 65534) != 0 || chmod(raised, 04755) != 0) {
        bail_out(raised);
    }
    refuses("guest", raised, NULL, 126, "/raised is setuid or setgid, and such a program takes no preload library");
}

int main(void) {
    setenv("PATH", "/usr/bin:/bin", 1);
    if (mkdtemp(directory) == NULL) {
        bail_out(directory);
    }
    preloaded();
    of_musl();
    served();
    refused();
    char clean[64];
    snprintf(clean, sizeof clean, "rm -r %s", directory);
    ok(system(clean) == 0, "clean");
    return tap_end();
}
