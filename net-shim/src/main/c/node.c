// SPDX-License-Identifier: Apache-2.0
// Who this process is: the variable BOXER_NODE.
//
//   BOXER_NODE=1;<name>;<overlay address>;<host bits>;<socket>;<secret, 32 hexadecimal digits>[;<file of members>][;seccomp][;observed]
//
// The file: an absolute path (members.c; hosts.c has one beside it). seccomp: the calls on sockets are another front end's, only names are the library's. observed: note.h
#include "shim.h"
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 9
#define FIELDS_NEEDED 6

struct bx_node bx_node;

// Cuts "a;b;c" into its fields. The number found; more than FIELDS counts as FIELDS + 1. What is not there stays as it is.
static int split(char *text, char *fields[FIELDS]) {
    int count = 0;
    for (char *next = text; next != NULL && count <= FIELDS; count++) {
        char *end = strchr(next, ';');
        if (count < FIELDS) {
            fields[count] = next;
        }
        if (end != NULL) {
            *end++ = '\0';
        }
        next = end;
    }
    return count;
}

static int hex(char digit) {
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool read_secret(const char *text) {
    if (strlen(text) != 32) {
        return false;
    }
    for (int i = 0; i < 16; i++) {
        int high = hex(text[2 * i]);
        int low = hex(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bx_node.secret[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static int number(const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && value <= 32 ? (int)value : -1;
}

static bool copy(char *to, size_t room, const char *from) {
    size_t length = strlen(from);
    if (length == 0 || length >= room) {
        return false;
    }
    memcpy(to, from, length + 1);
    return true;
}

// Whether the next word is this one; then it is taken.
static bool is_word(char ***next, char **end, const char *word) {
    bool is = *next < end && strcmp(**next, word) == 0;
    *next += is;
    return is;
}

bool bx_read_node(const char *value) {
    char text[sizeof bx_node.env_node];
    char *fields[FIELDS] = {NULL};
    struct in_addr address;
    int found = copy(text, sizeof text, value) ? split(text, fields) : 0;
    if (found < FIELDS_NEEDED || found > FIELDS || strcmp(fields[0], "1") != 0 || inet_pton(AF_INET, fields[2], &address) != 1) {
        return false;
    }
    char **word = fields + FIELDS_NEEDED;
    *bx_node.members = '\0';
    if (word < fields + found && **word == '/' && !copy(bx_node.members, sizeof bx_node.members, *word++)) {
        return false;
    }
    bx_node.sockets = !is_word(&word, fields + found, "seccomp");
    bx_node.observed = is_word(&word, fields + found, "observed");
    if (word != fields + found) {
        return false;
    }
    const char *last = strrchr(bx_node.members, '/');
    snprintf(bx_node.hosts, sizeof bx_node.hosts, "%.*s%s", (int)(last == NULL ? 0 : last - bx_node.members), bx_node.members,
             last == NULL ? "" : "/hosts");
    bx_node.self = (struct bx_self){.ip = ntohl(address.s_addr), .host_bits = number(fields[3])};
    return copy(bx_node.name, sizeof bx_node.name, fields[1]) && bx_self_is_valid(bx_node.self) &&
           copy(bx_node.socket, sizeof bx_node.socket, fields[4]) && read_secret(fields[5]);
}


void bx_name_host(struct utsname *about) {
    memset(about->nodename, 0, sizeof about->nodename);
    memcpy(about->nodename, bx_node.name, strlen(bx_node.name));
}
