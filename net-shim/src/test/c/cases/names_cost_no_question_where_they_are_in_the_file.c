// SPDX-License-Identifier: Apache-2.0
// redis-benchmark -k 0 asks for the name each time, and a question takes longer than the connection. The guest's supervisor is away
// here: what it finds, it finds in the file; what it does not find there it asks for, in vain. The supervisor of "gamma" is there.
#include "../harness.h"
#include <fcntl.h>
#include <netdb.h>
#include <sys/stat.h>

static const char *path; // of the file, as the guest gets it

static const char *address_of(const char *name) {
    struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    struct sockaddr_storage copy;
    if (getaddrinfo(name, "80", &hints, &list) != 0) {
        return "none";
    }
    memcpy(&copy, list->ai_addr, list->ai_addrlen);
    freeaddrinfo(list);
    return address_text(&copy);
}

static const char *name_of(int last) {
    struct sockaddr_in at = v4(node(last), 80);
    char name[NI_MAXHOST] = "none";
    (void)getnameinfo((struct sockaddr *)&at, sizeof at, name, sizeof name, NULL, 0, NI_NAMEREQD);
    return text("%s", name);
}

// Names are told in pairs of lines: "?name" its address, "#last" a name; "root" changes the root, "closed" closes all.
static void guest(void) {
    for (const char *asked = hear(TALK); *asked != '\0'; asked = hear(TALK)) {
        if (strcmp(asked, "root") == 0) {
            say(TALK, "%s", chdir("/proc") == 0 && chroot("/proc") == 0 ? "changed" : "not allowed");
        } else if (strcmp(asked, "full") == 0) {
            while (open("/dev/null", O_RDONLY) >= 0) {
            }
            say(TALK, "full");
        } else if (*asked == '#') {
            say(TALK, "%s", name_of(atoi(asked + 1)));
        } else {
            errno = 77;
            say(TALK, "%s", address_of(asked + 1));
        }
    }
}

static const char *ask(struct child *child, const char *what) {
    say(child->talk, "%s", what);
    return hear(child->talk);
}

static void write_file(const char *content) {
    char next[512];
    snprintf(next, sizeof next, "%s.next", path);
    FILE *file = fopen(next, "w");
    if (file == NULL || fputs(content, file) < 0 || fclose(file) != 0 || chmod(next, 0644) != 0 || rename(next, path) != 0) {
        bail_out(path);
    }
}

static const char *line(int last, const char *name) { return text("10.%d.200.%d\t%s\n", overlay(), last, name); }

// So that lines lie across the ends of what is read at a time.
static const char *many(const char *and_then) {
    static char all[20000];
    int length = 0;
    for (int i = 0; i < 400; i++) {
        length += sprintf(all + length, "10.%d.201.%d\tnode-%.*s%d\n", overlay(), i % 250, i % 29, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", i);
    }
    strcpy(all + length, and_then);
    return all;
}

static void finds_what_is_there(struct child *away) {
    write_file(text("%s%s", line(ALPHA, "alpha"), line(9, "gamma")));
    same_text(ask(away, "?gamma"), node_at(9, 80), "a name");
    same_text(ask(away, "?GAMMA."), node_at(9, 80), "in capitals, with DNS's dot");
    same_text(ask(away, "#9"), "gamma", "an address");
    same_text(ask(away, "?gamm"), "none", "the beginning of a name");
    same_text(ask(away, "?alpha"), node_at(ALPHA, 80), "our own");
    same_text(ask(away, "#8"), "none", "an address that nobody has");

    write_file(line(10, "gamma"));
    same_text(ask(away, "?gamma"), node_at(10, 80), "the file is another: its word counts at once");
    same_text(ask(away, "#9"), "none", "and not the old one's");

    write_file(many(line(11, "last")));
    same_text(ask(away, "?last"), node_at(11, 80), "behind 400 others");
    same_text(ask(away, "#11"), "last", "its address");
    same_text(ask(away, "?node-aaa3"), text("10.%d.201.3:80", overlay()), "one of them");
}

static void is_not_trusted(struct child *away) {
    static const char *const bad[] = {"",    "\n",     "gamma\n",      "10.77.200.9 gamma\n", "\tgamma\n", "10.77.200.9\t\n",
                                      "192.0.2.1\tgamma\n", "1\tgamma\n", "10.77.200.9"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        write_file(bad[i]);
        same_text(ask(away, "?gamma"), "none", "a file with other lines");
    }
    write_file(text("%.*s", (int)strlen(line(9, "gamma")) - 1, line(9, "gamma")));
    same_text(ask(away, "?gamma"), "none", "a line without its end");
    write_file(line(9, "g234567890123456789012345678901234567890123456789012345678901234"));
    same_text(ask(away, "#9"), "none", "a name that is too long");
    char *zeros = calloc(1, 9000);
    memset(zeros, 'x', 8999);
    write_file(zeros);
    same_text(ask(away, "?gamma"), "none", "a line without an end");
    free(zeros);

    write_file(line(9, "gamma"));
    chmod(path, 0666);
    same_text(ask(away, "?gamma"), "none", "a file that everybody may write");
    chmod(path, 0644);
    if (geteuid() == 0) {
        (void)!chown(path, 65533, 65533);
        same_text(ask(away, "?gamma"), "none", "a file of another user");
        (void)!chown(path, 0, 0);
    }
    same_text(ask(away, "?gamma"), node_at(9, 80), "it is right again");
    const char *other = text("%s.other", path);
    rename(path, other);
    (void)!symlink(other, path);
    same_text(ask(away, "?gamma"), "none", "a symbolic link");
    unlink(path);
    mkfifo(path, 0644);
    same_text(ask(away, "?gamma"), "none", "a pipe: it is not waited for");
    unlink(path);
    mkdir(path, 0755);
    same_text(ask(away, "?gamma"), "none", "a directory");
    rmdir(path);
    same_text(ask(away, "?gamma"), "none", "nothing");
    rename(other, path);
}

static void the_supervisor_knows_the_rest(void) {
    struct child there = start_with_files("guest", "alpha", path);
    write_file(line(9, "gamma"));
    same_text(ask(&there, "?gamma"), node_at(9, 80), "from the file");
    same_text(ask(&there, "?beta"), node_at(BETA, 80), "what is not in the file: from the supervisor");
    same_text(ask(&there, "#6"), "beta", "an address too");
    unlink(path);
    same_text(ask(&there, "?beta"), node_at(BETA, 80), "without the file");
    write_file(line(9, "gamma"));
    if (strcmp(ask(&there, "root"), "changed") == 0) {
        same_text(ask(&there, "?gamma"), "none", "after chroot: the file is not there");
        same_text(ask(&there, "?beta"), node_at(BETA, 80), "the supervisor is");
    } else {
        skip("after chroot", "it needs root");
    }
    finish(&there);
}

static void alpha(void) {
    char directory[] = "/tmp/boxer-test-members-XXXXXX";
    if (mkdtemp(directory) == NULL || chmod(directory, 0755) != 0) {
        bail_out(directory);
    }
    path = text("%s/members", directory);
    struct child away = start_with_files("guest", "absent", path);
    same_text(ask(&away, "?gamma"), "none", "no file yet");
    finds_what_is_there(&away);
    is_not_trusted(&away);
    same_text(ask(&away, "full"), "full", "no descriptor is free");
    same_text(ask(&away, "?gamma"), "none", "then nothing is known");
    same(finish(&away), 0, "ends well");
    the_supervisor_knows_the_rest();
    unlink(path);
    rmdir(directory);
}

PARTS({"alpha", alpha}, {"guest", guest})
