// SPDX-License-Identifier: Apache-2.0
// A program that resolves by itself, as Go does: it sends datagrams to a name server. Under the seccomp front end it is answered
// about nodes, and its other questions reach the server that it meant.
#include "../harness.h"

#define HEADER 12

static size_t ask_for(const char *name, int type, unsigned char *bytes) {
    static const unsigned char header[HEADER] = {0x12, 0x34, 1, 0, 0, 1};
    size_t at = HEADER;
    memcpy(bytes, header, sizeof header);
    while (*name != '\0') {
        size_t label = strcspn(name, ".");
        bytes[at++] = (unsigned char)label;
        memcpy(bytes + at, name, label);
        at += label;
        name += label + (name[label] == '.');
    }
    memcpy(bytes + at, (unsigned char[]){0, 0, (unsigned char)type, 0, 1}, 5);
    return at + 5;
}

static int connected_to(struct sockaddr *server, socklen_t size, int family) {
    int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (connect(fd, server, size) != 0) {
        bail_out("connect to a name server");
    }
    return fd;
}

// "rcode N, A records: last part of the address"
static const char *answer_about(int fd, const char *name, int type) {
    unsigned char bytes[600];
    size_t length = ask_for(name, type, bytes);
    if (send(fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length || wait_until(fd, POLLIN) == 0) {
        return "no answer";
    }
    ssize_t got = recv(fd, bytes, sizeof bytes, 0);
    if (got < (ssize_t)length || bytes[0] != 0x12 || bytes[1] != 0x34 || (bytes[2] & 0x80) == 0) {
        return "no answer to this";
    }
    const unsigned char *data = bytes + length + 12;
    return bytes[7] == 0    ? text("code %d", bytes[3] & 15)
           : type == 12     ? text("name %.*s", data[0], data + 1)
                            : text("%d.%d.%d.%d", data[0], data[1], data[2], data[3]);
}

// A real server, of the host; says what it was asked, and answers with nothing.
static void host_server(void) {
    struct sockaddr_in at = v4(INADDR_LOOPBACK + 53, 53);
    unsigned char bytes[600];
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        say(TALK, "cannot");
        return;
    }
    say(TALK, "serves");
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    ssize_t got = recvfrom(fd, bytes, sizeof bytes, 0, (struct sockaddr *)&from, &size);
    say(TALK, "%.*s", bytes[HEADER], bytes + HEADER + 1);
    bytes[2] |= 0x80;
    bytes[3] = 5;
    sendto(fd, bytes, (size_t)got, 0, (struct sockaddr *)&from, size);
}

static void alpha(void) {
    if (!is_served()) {
        skip("a name server", "the library does not see these questions");
        return;
    }
    struct sockaddr_in server = v4(INADDR_LOOPBACK + 53, 53);
    struct sockaddr_in6 server6 = {.sin6_family = AF_INET6, .sin6_port = htons(53), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = connected_to((struct sockaddr *)&server, sizeof server, AF_INET);
    same_text(answer_about(fd, "beta", 1), text("10.%d.200.%d", overlay(), BETA), "a node");
    same_text(answer_about(fd, "ALPHA", 1), text("10.%d.200.%d", overlay(), ALPHA), "ourselves, in capitals");
    same_text(answer_about(fd, "beta", 28), "code 0", "a node has no IPv6 address");
    same_text(answer_about(fd, text("%d.200.%d.10.in-addr.arpa", BETA, overlay()), 12), "name beta", "the name of an address");
    same_text(answer_about(fd, text("%d.200.%d.10.in-addr.arpa", NOBODY, overlay()), 12), "code 3", "an address of nobody");
    int fd6 = connected_to((struct sockaddr *)&server6, sizeof server6, AF_INET6);
    same_text(answer_about(fd6, "beta", 1), text("10.%d.200.%d", overlay(), BETA), "asked over IPv6");

    same_text(answer_about(fd, "example.invalid", 1), "code 2", "the server that was meant is not there");
    struct child host = start("host_server", "stranger", NULL);
    if (strcmp(hear(host.talk), "serves") != 0) {
        skip("the server that was meant", "no rights to have port 53");
    } else {
        same_text(answer_about(fd, "example.invalid", 1), "code 5", "its answer comes back");
        same_text(hear(host.talk), "example", "it was asked");
    }
    finish(&host);
}

PARTS({"alpha", alpha}, {"host_server", host_server})
