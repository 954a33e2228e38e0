// SPDX-License-Identifier: Apache-2.0
#include "program.h"
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD_BYTES 4096
#define DEEPEST 4 // interpreters of interpreters

#if defined(__x86_64__)
#define MACHINE EM_X86_64
#elif defined(__aarch64__)
#define MACHINE EM_AARCH64
#endif

static const struct {
    int number;
    const char *name;
} MACHINES[] = {{EM_X86_64, "x86-64"}, {EM_AARCH64, "arm64"}, {EM_386, "32-bit x86"}, {EM_ARM, "32-bit arm"},
                {EM_RISCV, "RISC-V"},  {EM_PPC64, "POWER"},   {EM_S390, "IBM Z"}};

static const char *machine_name(int number) {
    for (size_t i = 0; i < sizeof MACHINES / sizeof *MACHINES; i++) {
        if (MACHINES[i].number == number) {
            return MACHINES[i].name;
        }
    }
    return "another machine";
}

static bool is_runnable(const char *path) {
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode) && access(path, X_OK) == 0;
}

// As execvp() does. False: it is nowhere.
static bool find(const char *command, char *path, size_t room) {
    const char *directories = getenv("PATH");
    if (strchr(command, '/') != NULL) {
        snprintf(path, room, "%s", command);
        return access(path, F_OK) == 0 || errno != ENOENT;
    }
    bool seen = false;
    for (const char *next = directories == NULL ? "/bin:/usr/bin" : directories; next != NULL;) {
        size_t length = strcspn(next, ":");
        char candidate[4096];
        snprintf(candidate, sizeof candidate, "%.*s%s%s", (int)length, next, length == 0 ? "" : "/", command);
        bool runnable = is_runnable(candidate);
        if (runnable || (!seen && access(candidate, F_OK) == 0)) {
            snprintf(path, room, "%s", candidate);
            seen = true;
        }
        if (runnable) {
            return true;
        }
        next = next[length] == ':' ? next + length + 1 : NULL;
    }
    return seen;
}

static struct program none(struct program about, int code, const char *kind) {
    about.fits = AUTO;
    about.code = code;
    snprintf(about.kind, sizeof about.kind, "%s", kind);
    return about;
}

static struct program served(struct program about, enum front_end fits, const char *kind) {
    about.fits = fits;
    snprintf(about.kind, sizeof about.kind, "%s", kind);
    return about;
}

// Go's linker leaves the number of a build in a note of its own.
static bool has_go_note(int fd, const Elf64_Phdr *segment) {
    struct {
        Elf64_Nhdr header;
        char name[4];
    } note;
    for (Elf64_Off at = 0; at + sizeof note <= segment->p_filesz && at < HEAD_BYTES;) {
        if (pread(fd, &note, sizeof note, (off_t)(segment->p_offset + at)) != sizeof note) {
            return false;
        }
        if (note.header.n_namesz == 4 && memcmp(note.name, "Go", 3) == 0) {
            return true;
        }
        at += sizeof note.header + ((note.header.n_namesz + 3u) & ~3u) + ((note.header.n_descsz + 3u) & ~3u);
    }
    return false;
}

static struct program look_at_elf(struct program about, int fd, const Elf64_Ehdr *header) {
    bool dynamic = false;
    bool go = false;
    if (header->e_machine != MACHINE || header->e_ident[EI_CLASS] != ELFCLASS64) {
        char kind[sizeof about.kind];
        snprintf(kind, sizeof kind, "it is a program for %s and this machine is %s: take its build for this machine",
                 machine_name(header->e_machine), machine_name(MACHINE));
        return none(about, 126, kind);
    }
    for (int i = 0; i < header->e_phnum; i++) {
        Elf64_Phdr segment;
        if (pread(fd, &segment, sizeof segment, (off_t)(header->e_phoff + (Elf64_Off)i * header->e_phentsize)) != sizeof segment) {
            break;
        }
        dynamic |= segment.p_type == PT_INTERP;
        go |= segment.p_type == PT_NOTE && has_go_note(fd, &segment);
    }
    return go        ? served(about, SECCOMP, "a program in Go")
           : dynamic ? served(about, PRELOAD, "a program that uses the C library")
                     : served(about, SECCOMP, "a static program");
}

static struct program look_at_path(struct program about, int depth);

// "#!/usr/bin/env python3", "#!/bin/sh -e"
static struct program look_at_script(struct program about, char *line, int depth) {
    line[strcspn(line, "\n")] = '\0';
    char *rest;
    char *interpreter = strtok_r(line, " \t", &rest);
    char *word = strtok_r(NULL, " \t", &rest);
    const char *base = interpreter == NULL ? "" : interpreter;
    base = strrchr(base, '/') == NULL ? base : strrchr(base, '/') + 1;
    if (interpreter == NULL || depth == DEEPEST) {
        return served(about, PRELOAD, "a script");
    }
    if (strcmp(base, "env") == 0 && word != NULL && *word != '-' && strchr(word, '=') == NULL) {
        interpreter = word;
    }
    return find(interpreter, about.path, sizeof about.path) ? look_at_path(about, depth + 1) : served(about, PRELOAD, "a script");
}

static struct program look_at_path(struct program about, int depth) {
    union {
        Elf64_Ehdr elf;
        char bytes[HEAD_BYTES];
    } head = {.bytes = ""};
    struct stat status;
    int fd = open(about.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        if (fd >= 0) {
            close(fd);
        }
        return served(about, PRELOAD, "what cannot be looked at");
    }
    ssize_t got = pread(fd, head.bytes, sizeof head.bytes - 1, 0);
    struct program seen = served(about, PRELOAD, "a script");
    if (got >= (ssize_t)sizeof head.elf && memcmp(head.elf.e_ident, ELFMAG, SELFMAG) == 0) {
        seen = look_at_elf(about, fd, &head.elf);
    } else if (got > 2 && memcmp(head.bytes, "#!", 2) == 0) {
        seen = look_at_script(about, head.bytes + 2, depth);
    }
    bool of_user = (status.st_mode & S_ISUID) != 0 && status.st_uid != geteuid();
    bool of_group = (status.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) && status.st_gid != getegid();
    seen.gains_rights |= memcmp(head.bytes, "#!", 2) != 0 && (of_user || of_group); // of a script the kernel takes no notice
    close(fd);
    return seen;
}

struct program look_at(const char *command) {
    struct program about = {.fits = PRELOAD};
    return find(command, about.path, sizeof about.path)
               ? look_at_path(about, 0)
               : none(about, 127,
                      strchr(command, '/') == NULL ? "No such file or directory in PATH: look at its name, or give its whole path"
                                                   : "No such file or directory");
}
