// SPDX-License-Identifier: Apache-2.0
// Names of other hosts. boxer-init does not use the C library's resolver: linked statically it would need the libraries of the machine
// that it was built on.
#include "dns.h"
#include "shim.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#define MOST_SERVERS 3
#define MOST_DOMAINS 6
#define ROUNDS 2
#define WAIT_MILLIS 2500

struct configuration {
    struct sockaddr_storage servers[MOST_SERVERS];
    size_t server_count;
    char domains[MOST_DOMAINS][256];
    size_t domain_count;
};

static void add_server(struct configuration *to, const char *word) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(BX_DNS_PORT)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(BX_DNS_PORT)};
    if (to->server_count == MOST_SERVERS) {
        return;
    }
    if (inet_pton(AF_INET, word, &v4.sin_addr) == 1) {
        memcpy(&to->servers[to->server_count++], &v4, sizeof v4);
    } else if (inet_pton(AF_INET6, word, &v6.sin6_addr) == 1) {
        memcpy(&to->servers[to->server_count++], &v6, sizeof v6);
    }
}

static void read_configuration(struct configuration *to) {
    char line[512];
    FILE *file = fopen("/etc/resolv.conf", "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *rest;
        char *word = strtok_r(line, " \t\n", &rest);
        bool server = word != NULL && strcmp(word, "nameserver") == 0;
        bool domain = word != NULL && (strcmp(word, "search") == 0 || strcmp(word, "domain") == 0);
        while ((server || domain) && (word = strtok_r(NULL, " \t\n", &rest)) != NULL) {
            if (server) {
                add_server(to, word);
            } else if (to->domain_count < MOST_DOMAINS) {
                snprintf(to->domains[to->domain_count++], sizeof to->domains[0], "%s", word);
            }
        }
    }
    if (file != NULL) {
        fclose(file);
    }
}

static bool read_hosts(const char *name, uint32_t *ip) {
    char line[1024];
    bool found = false;
    FILE *file = fopen("/etc/hosts", "re");
    while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
        struct in_addr address;
        char *rest;
        line[strcspn(line, "#")] = '\0';
        char *word = strtok_r(line, " \t\n", &rest);
        bool v4 = word != NULL && inet_pton(AF_INET, word, &address) == 1;
        while (v4 && !found && (word = strtok_r(NULL, " \t\n", &rest)) != NULL) {
            found = strcasecmp(word, name) == 0;
        }
        *ip = found ? ntohl(address.s_addr) : 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return found;
}

// 12 bytes of header with one question, the name, its type and class. Bytes written; 0: it is no name
static size_t write_question(const char *name, unsigned char *to) {
    static const unsigned char header[12] = {0, 0, 1, 0, 0, 1};
    memcpy(to, header, sizeof header);
    (void)!getrandom(to, 2, 0);
    size_t length = bx_dns_encode_name(name, to + sizeof header);
    if (length == 0) {
        return 0;
    }
    memcpy(to + sizeof header + length, (unsigned char[]){0, BX_DNS_A, 0, 1}, 4);
    return sizeof header + length + 4;
}

// 0; ENOENT: this server knows of none; ETIMEDOUT: it does not say
static int ask(const struct sockaddr_storage *server, const char *name, uint32_t *ip) {
    unsigned char question[300];
    unsigned char answer[BX_DNS_BYTES];
    struct bx_dns_question asked;
    size_t length = write_question(name, question);
    if (length == 0 || !bx_dns_read(question, length, &asked)) {
        return ENOENT;
    }
    int fd = socket(server->ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    long deadline = bx_now_millis() + WAIT_MILLIS;
    int error = ETIMEDOUT;
    if (fd >= 0 && connect(fd, (const struct sockaddr *)server, sizeof *server) == 0 &&
        send(fd, question, length, MSG_NOSIGNAL) == (ssize_t)length) {
        while (error == ETIMEDOUT && bx_await(fd, POLLIN, deadline) == 0) {
            ssize_t got = recv(fd, answer, sizeof answer, MSG_DONTWAIT);
            if (got < 0 && errno != EAGAIN && errno != EINTR) {
                break;
            }
            bool ours = got >= (ssize_t)length && memcmp(answer, question, 2) == 0 && (answer[2] & 0x80) != 0 &&
                        memcmp(answer + 12, question + 12, length - 12) == 0;
            int code = ours ? answer[3] & 0xf : BX_DNS_DONE;
            if (ours && code == BX_DNS_DONE) {
                error = bx_dns_read_answer(answer, (size_t)got, &asked, ip) ? 0 : ENOENT;
            } else if (ours && code == BX_DNS_NO_SUCH_NAME) {
                error = ENOENT;
            } else if (ours) {
                break; // another server may know
            }
        }
    }
    if (fd >= 0) {
        close(fd);
    }
    return error;
}

static int ask_servers(const struct configuration *of, const char *name, uint32_t *ip) {
    int error = ENOENT;
    for (size_t turn = 0; turn < ROUNDS * of->server_count; turn++) {
        error = ask(&of->servers[turn % of->server_count], name, ip);
        if (error != ETIMEDOUT) {
            return error;
        }
    }
    return error;
}

int bx_dns_ask(const char *name, uint32_t *ip) {
    struct configuration of = {.server_count = 0};
    char whole[512];
    bool dotted = strchr(name, '.') != NULL;
    if (read_hosts(name, ip)) {
        return 0;
    }
    read_configuration(&of);
    int error = dotted ? ask_servers(&of, name, ip) : ENOENT;
    for (size_t i = 0; error == ENOENT && i < of.domain_count; i++) {
        snprintf(whole, sizeof whole, "%s.%s", name, of.domains[i]);
        error = ask_servers(&of, whole, ip);
    }
    return error == ENOENT && !dotted ? ask_servers(&of, name, ip) : error;
}
