// SPDX-License-Identifier: Apache-2.0
#include "dns.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MOST_OPEN 64 // questions of which the other server's answer is awaited
#define PATIENCE_MILLIS 15000
#define REMEMBERED 1024
#define STACK_BYTES (128 * 1024)

static int server = -1;
static struct sockaddr_in own;

// Whom the programs' sockets meant, by their ports. An entry is overwritten by a later one of the same remainder.
static struct {
    uint16_t port;
    struct sockaddr_storage meant;
} remembered[REMEMBERED];
static pthread_mutex_t remembered_lock = PTHREAD_MUTEX_INITIALIZER;

struct open {
    int fd; // connected to the other server
    long until;
    struct sockaddr_in client;
    unsigned char question[512];
    size_t length;
};
static struct open opened[MOST_OPEN];

static bool is_datagram(int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_DGRAM;
}

bool bx_dns_connect(int fd, const struct sockaddr_storage *to) {
    const struct sockaddr_in *in = (const struct sockaddr_in *)to; // the port is at the same place in both families
    struct sockaddr_storage ours;
    struct sockaddr_storage client;
    socklen_t size = sizeof client;
    if (server < 0 || (to->ss_family != AF_INET && to->ss_family != AF_INET6) || ntohs(in->sin_port) != BX_DNS_PORT ||
        !is_datagram(fd)) {
        return false;
    }
    socklen_t length = bx_write(&ours, to->ss_family == AF_INET6,
                                (struct bx_endpoint){ntohl(own.sin_addr.s_addr), ntohs(own.sin_port)});
    pthread_mutex_lock(&remembered_lock); // the question may come before we have remembered
    bool connected = connect(fd, (struct sockaddr *)&ours, length) == 0 &&
                     getsockname(fd, (struct sockaddr *)&client, &size) == 0;
    if (connected) {
        uint16_t port = ntohs(((struct sockaddr_in *)&client)->sin_port);
        remembered[port % REMEMBERED].port = port;
        remembered[port % REMEMBERED].meant = *to;
    }
    pthread_mutex_unlock(&remembered_lock);
    return connected;
}

static bool recall(uint16_t port, struct sockaddr_storage *meant) {
    pthread_mutex_lock(&remembered_lock);
    bool known = remembered[port % REMEMBERED].port == port;
    *meant = remembered[port % REMEMBERED].meant;
    pthread_mutex_unlock(&remembered_lock);
    return known;
}

static void reply(const unsigned char *bytes, size_t length, const struct sockaddr_in *client) {
    (void)!sendto(server, bytes, length, MSG_DONTWAIT, (const struct sockaddr *)client, sizeof *client);
}

static void refuse(unsigned char *bytes, const struct bx_dns_question *question, const struct sockaddr_in *client) {
    reply(bytes, bx_dns_write(bytes, question, BX_DNS_SERVER_FAILED, NULL, 0), client);
}

static void finish(struct open *one) {
    close(one->fd);
    one->fd = -1;
}

static void pass_on(unsigned char *bytes, size_t length, const struct bx_dns_question *question, const struct sockaddr_in *client) {
    struct sockaddr_storage meant;
    struct open *one = opened;
    while (one < opened + MOST_OPEN && one->fd >= 0) {
        one++;
    }
    if (one == opened + MOST_OPEN || length > sizeof one->question || !recall(ntohs(client->sin_port), &meant)) {
        refuse(bytes, question, client);
        return;
    }
    *one = (struct open){.fd = socket(meant.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
                         .until = bx_now_millis() + PATIENCE_MILLIS,
                         .client = *client,
                         .length = length};
    memcpy(one->question, bytes, length);
    if (one->fd >= 0 && (connect(one->fd, (struct sockaddr *)&meant, sizeof meant) != 0 ||
                         send(one->fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length)) {
        finish(one);
    }
    if (one->fd < 0) {
        refuse(bytes, question, client);
    }
}

// Whether the domain behind a name is one that the host searches. Go asks for "cache.example.com" before "cache".
static bool is_searched(const char *domain) {
    char line[512];
    bool found = false;
    FILE *file = fopen("/etc/resolv.conf", "re");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        char *rest;
        char *word = strtok_r(line, " \t\n", &rest);
        bool searched = word != NULL && (strcmp(word, "search") == 0 || strcmp(word, "domain") == 0);
        while (searched && !found && (word = strtok_r(NULL, " \t\n", &rest)) != NULL) {
            found = strcasecmp(word, domain) == 0;
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return found;
}

int bx_dns_resolve(const char *name, uint32_t *ip) {
    char label[64];
    size_t length = strcspn(name, ".");
    if (length == 0 || length >= sizeof label || (name[length] == '.' && !is_searched(name + length + 1))) {
        return ENOENT;
    }
    memcpy(label, name, length);
    label[length] = '\0';
    return bx_look_up_name(label, ip);
}

static size_t reverse(uint32_t ip, unsigned char *name) {
    char known[BX_TEXT_BYTES + 1];
    return bx_look_up_address(ip, known) == 0 ? bx_dns_encode_name(known, name) : 0;
}

// Nodes have IPv4 addresses and names, and nothing else.
static void serve_one(unsigned char *bytes, size_t length, const struct sockaddr_in *client) {
    struct bx_dns_question question;
    uint32_t ip;
    unsigned char name[256];
    if (!bx_dns_read(bytes, length, &question)) {
        return;
    }
    if (bx_dns_read_reverse(question.name, &ip) && bx_in_overlay(bx_node.self, ip)) {
        size_t count = question.type == BX_DNS_PTR ? reverse(ip, name) : 0;
        reply(bytes, bx_dns_write(bytes, &question, count == 0 ? BX_DNS_NO_SUCH_NAME : BX_DNS_DONE, count == 0 ? NULL : name, count),
              client);
    } else if (bx_dns_resolve(question.name, &ip) == 0) {
        uint32_t address = htonl(ip);
        reply(bytes, bx_dns_write(bytes, &question, BX_DNS_DONE, question.type == BX_DNS_A ? &address : NULL, sizeof address), client);
    } else {
        pass_on(bytes, length, &question, client);
    }
}

static void pass_back(struct open *one) {
    unsigned char bytes[BX_DNS_BYTES];
    struct bx_dns_question question;
    ssize_t got = recv(one->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got > 0) {
        reply(bytes, (size_t)got, &one->client);
    } else if (bx_dns_read(one->question, one->length, &question)) { // nobody is at that address
        refuse(one->question, &question, &one->client);
    }
    finish(one);
}

static void *serve(void *unused) {
    for (;;) {
        struct pollfd wait[MOST_OPEN + 1] = {{.fd = server, .events = POLLIN}};
        unsigned char bytes[BX_DNS_BYTES];
        struct sockaddr_in client;
        socklen_t size = sizeof client;
        bool any = false;
        for (int i = 0; i < MOST_OPEN; i++) {
            wait[i + 1] = (struct pollfd){.fd = opened[i].fd, .events = POLLIN};
            any |= opened[i].fd >= 0;
        }
        poll(wait, MOST_OPEN + 1, any ? PATIENCE_MILLIS / 10 : -1);
        for (int i = 0; i < MOST_OPEN; i++) {
            if (wait[i + 1].revents != 0) {
                pass_back(&opened[i]);
            } else if (opened[i].fd >= 0 && opened[i].until < bx_now_millis()) {
                finish(&opened[i]);
            }
        }
        ssize_t got = wait[0].revents == 0 ? 0 : recvfrom(server, bytes, sizeof bytes / 2, MSG_DONTWAIT, (struct sockaddr *)&client, &size);
        if (got > 0) {
            serve_one(bytes, (size_t)got, &client);
        }
    }
    return unused;
}

bool bx_dns_start(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    socklen_t size = sizeof own;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    own = (struct sockaddr_in){.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(bx_real(bx_node.self, BX_PUBLIC, bx_node.self.ip, 0).ip)};
    for (int i = 0; i < MOST_OPEN; i++) {
        opened[i].fd = -1;
    }
    if (fd < 0 || bind(fd, (struct sockaddr *)&own, sizeof own) != 0 || getsockname(fd, (struct sockaddr *)&own, &size) != 0) {
        return false;
    }
    server = fd;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    server = pthread_create(&thread, &attributes, serve, NULL) == 0 ? fd : -1;
    pthread_attr_destroy(&attributes);
    return server >= 0;
}
