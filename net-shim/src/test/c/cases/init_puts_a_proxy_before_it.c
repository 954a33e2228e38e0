// SPDX-License-Identifier: Apache-2.0
// The loopback proxy: SOCKS5 to nodes and to the host, forwarded ports, ports of the node that lead to a program of the host. Ends and
// resets go through it.
#include "../initiate.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/time.h>

#define NODE "BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff"

static struct sockaddr_in at(const char *ip, uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, ip, &address.sin_addr);
    return address;
}

static void limit(int fd) {
    struct timeval seconds = {.tv_sec = 20};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &seconds, sizeof seconds);
}

// As programs of the host: without the library.
static int listening(const char *ip, uint16_t port) {
    struct sockaddr_in own = at(ip, port);
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&own, sizeof own) != 0 || listen(fd, 8) != 0) {
        bail_out(ip);
    }
    limit(fd);
    return fd;
}

static uint16_t port_of(int fd) {
    struct sockaddr_in own;
    socklen_t size = sizeof own;
    getsockname(fd, (struct sockaddr *)&own, &size);
    return ntohs(own.sin_port);
}

static int connected(const char *ip, uint16_t port) {
    struct sockaddr_in to = at(ip, port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    limit(fd);
    return fd;
}

static int accepted(int listener, char peer[INET_ADDRSTRLEN]) {
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    int fd = accept4(listener, (struct sockaddr *)&from, &size, SOCK_CLOEXEC);
    if (fd < 0) {
        bail_out("nobody came");
    }
    inet_ntop(AF_INET, &from.sin_addr, peer, INET_ADDRSTRLEN);
    limit(fd);
    return fd;
}

// What is read until the end, or until `count` bytes are there; "-" for a reset
static const char *heard(int fd, size_t count) {
    static char text[4][64];
    static int next;
    char *to = text[next++ % 4];
    size_t length = 0;
    while (length < count) {
        ssize_t got = recv(fd, to + length, count - length, 0);
        if (got <= 0) {
            to[length] = '\0';
            return got < 0 && errno == ECONNRESET ? "-" : to;
        }
        length += (size_t)got;
    }
    to[length] = '\0';
    return to;
}

static void say(int fd, const char *words) {
    if (send(fd, words, strlen(words), MSG_NOSIGNAL) != (ssize_t)strlen(words)) {
        bail_out("send");
    }
}

static struct run run;
static char proxy_ip[INET_ADDRSTRLEN];
static uint16_t proxy_port;

// A program that says what was announced to it, and stays.
static void begin_node(const char *words) {
    static const char *const program[] = {"/bin/sh", "-c", "echo $ALL_PROXY $HTTP_PROXY $NO_PROXY; cat", NULL};
    static char supervisor[600];
    char line[600];
    snprintf(supervisor, sizeof supervisor, "guest:proxy quiet %s" NODE, words);
    unsetenv("NO_PROXY");
    unsetenv("HTTP_PROXY");
    unsetenv("ALL_PROXY");
    run = begin(supervisor, program, NULL);
    snprintf(line, sizeof line, "%s", line_of(run.out));
    unsigned port = 0;
    ok(sscanf(line, "socks5h://%15[0-9.]:%u socks5h://", proxy_ip, &port) == 2, "announced: %s", line);
    ok(strstr(line, "localhost,127.0.0.1,::1") != NULL, "what is not to go through it too");
    proxy_port = (uint16_t)port;
}

static void end_node(void) {
    close(run.in);
    same(end(&run), 0, "ends with the program");
}

// The reply; *fd is the connection
static int ask_for(const void *request, size_t length, int *fd) {
    unsigned char reply[10] = {0};
    *fd = connected(proxy_ip, proxy_port);
    if (*fd < 0 || send(*fd, "\5\2\2\0", 4, MSG_NOSIGNAL) != 4 || recv(*fd, reply, 2, MSG_WAITALL) != 2 || reply[1] != 0) {
        bail_out("the proxy's greeting");
    }
    if (send(*fd, request, length, MSG_NOSIGNAL) != (ssize_t)length || recv(*fd, reply, sizeof reply, MSG_WAITALL) != sizeof reply) {
        return -1;
    }
    return reply[1];
}

static int ask_for_address(const char *ip, uint16_t port, int *fd) {
    unsigned char request[10] = {5, 1, 0, 1};
    struct sockaddr_in to = at(ip, port);
    memcpy(request + 4, &to.sin_addr, 4);
    memcpy(request + 8, &to.sin_port, 2);
    return ask_for(request, sizeof request, fd);
}

static int ask_for_name(const char *name, uint16_t port, int *fd) {
    unsigned char request[300] = {5, 1, 0, 3};
    size_t length = strlen(name);
    request[4] = (unsigned char)length;
    memcpy(request + 5, name, length);
    request[5 + length] = (unsigned char)(port >> 8);
    request[6 + length] = (unsigned char)port;
    return ask_for(request, length + 7, fd);
}

static void nodes_are_reached(void) {
    char peer[INET_ADDRSTRLEN];
    int fd;
    int node = listening("127.52.200.9", 7100); // the public side of 10.77.200.9
    same(ask_for_address("10.77.200.9", 7100, &fd), 0, "a node is granted");
    int there = accepted(node, peer);
    same_text(peer, "127.52.200.5", "and sees our node's address");
    say(fd, "hello");
    same_text(heard(there, 5), "hello", "bytes go");
    say(there, "back");
    same_text(heard(fd, 4), "back", "and come");

    shutdown(fd, SHUT_WR);
    same_text(heard(there, 9), "", "the end of one direction");
    say(there, "still");
    same_text(heard(fd, 5), "still", "is not that of the other");
    close(there);
    same_text(heard(fd, 9), "", "which ends too");
    close(fd);

    same(ask_for_address("10.77.200.9", 7100, &fd), 0, "again");
    there = accepted(node, peer);
    struct linger now = {.l_onoff = 1};
    setsockopt(there, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(there);
    same_text(heard(fd, 9), "-", "a reset is a reset");
    close(fd);

    same(ask_for_name("alpha", 7, &fd), 5, "the node itself, by name: nobody listens, refused");
    close(fd);
    same(ask_for_address("10.77.200.9", 7101, &fd), 5, "a node refuses");
    close(fd);
    close(node);
}

static void a_slow_reader_gets_all(void) {
    static char block[65536];
    char peer[INET_ADDRSTRLEN];
    int fd;
    int node = listening("127.52.200.9", 7102);
    same(ask_for_address("10.77.200.9", 7102, &fd), 0, "granted");
    int there = accepted(node, peer);
    pid_t writer = fork();
    if (writer == 0) {
        for (int i = 0; i < 256; i++) { // 16 MiB, more than all buffers
            memset(block, i, sizeof block);
            for (size_t sent = 0; sent < sizeof block;) {
                ssize_t count = send(there, block + sent, sizeof block - sent, MSG_NOSIGNAL);
                sent += count > 0 ? (size_t)count : 0;
                if (count <= 0) {
                    _exit(1);
                }
            }
        }
        _exit(0);
    }
    close(there);
    close(node);
    bool whole = true;
    for (int i = 0; i < 256 && whole; i++) {
        whole = recv(fd, block, sizeof block, MSG_WAITALL) == sizeof block && block[0] == (char)i && block[sizeof block - 1] == (char)i;
    }
    ok(whole, "16 MiB in order");
    same_text(heard(fd, 1), "", "and the end");
    same(code_of(writer), 0, "the writer could write all");
    close(fd);
}

static void the_host_is_reached(void) {
    char peer[INET_ADDRSTRLEN];
    int fd;
    int host = listening("127.0.0.1", 0);
    same(ask_for_name("localhost", port_of(host), &fd), 0, "the host's own loopback");
    close(accepted(host, peer));
    same_text(peer, "127.0.0.1", "as by a program of it");
    close(fd);
    close(host);
}

static void what_is_wrong_is_said(void) {
    int fd;
    same(ask_for("\5\2\0\1\0\0\0\0\0\0", 10, &fd), 7, "BIND is not supported");
    close(fd);
    same(ask_for("\5\1\0\7\0\0\0\0\0\0", 10, &fd), 8, "nor are other kinds of addresses");
    close(fd);
    same(ask_for_name("nobody-here.invalid", 1, &fd), 4, "a name that nobody has");
    close(fd);
    fd = connected(proxy_ip, proxy_port);
    say(fd, "\5\1\2");
    same_text(heard(fd, 2), "\5\xff", "a password is not asked for");
    close(fd);
    fd = connected(proxy_ip, proxy_port);
    say(fd, "GET / HTTP/1.0\r\n\r\n");
    const char *said = heard(fd, 9);
    ok(*said == '\0' || *said == '-', "what is no SOCKS is ended");
    close(fd);
}

static void forwarded_ports(uint16_t port) {
    char peer[INET_ADDRSTRLEN];
    int node = listening("127.52.200.9", 7103);
    int fd = connected("127.0.0.1", port);
    ok(fd >= 0, "the forwarded port is there");
    int there = accepted(node, peer);
    same_text(peer, "127.52.200.5", "the node sees ours");
    say(there, "x");
    same_text(heard(fd, 1), "x", "bytes come");
    close(there);
    close(fd);
    close(node);
    fd = connected("127.0.0.1", port);
    same_text(heard(fd, 1), "-", "a node that refuses is a reset");
    close(fd);
}

// Until the node listens there, or does not any more.
static int until(const char *ip, uint16_t port, bool listens) {
    for (int turn = 0; turn < 1000; turn++) {
        int fd = connected(ip, port);
        if ((fd >= 0) == listens) {
            return fd;
        }
        if (fd >= 0) {
            close(fd);
        }
        poll(NULL, 0, 20);
    }
    return -1;
}

static void served_ports(uint16_t port) {
    char peer[INET_ADDRSTRLEN];
    ok(connected("127.52.200.5", 7104) < 0 && errno == ECONNREFUSED, "nobody listens yet");
    int program = listening("127.0.0.1", port);
    int fd = until("127.52.200.5", 7104, true);
    ok(fd >= 0, "the node listens when the program does");
    int there = accepted(program, peer);
    same_text(peer, "127.0.0.1", "it sees its own host");
    say(fd, "in");
    same_text(heard(there, 2), "in", "bytes go in");
    close(fd);
    same_text(heard(there, 1), "", "and the end");
    close(there);
    close(program);
    until("127.52.200.5", 7104, false);
    ok(connected("127.52.200.5", 7104) < 0, "and no longer than it does");
}

static void a_port_on_all_addresses(void) {
    int program = listening("0.0.0.0", 7105);
    char peer[INET_ADDRSTRLEN];
    const char *said = line_of(run.err);
    for (int turn = 0; turn < 20 && strstr(said, "all addresses") == NULL && *said != '\0'; turn++) {
        said = line_of(run.err);
    }
    ok(strstr(said, "boxer: the program listens on all addresses of the host at port 7105") != NULL, "said: %s", said);
    int fd = connected("127.52.200.5", 7105);
    close(accepted(program, peer));
    same_text(peer, "127.0.0.1", "who is on this host reaches it all the same");
    close(fd);
    close(program);
}

static void what_cannot_be_opened_is_said(uint16_t taken) {
    static const char *const program[] = {"/bin/true", NULL};
    char supervisor[300];
    char wanted[200];
    snprintf(supervisor, sizeof supervisor, "guest:proxy forward:%u:cache:1 " NODE, taken);
    snprintf(wanted, sizeof wanted,
             "error: cannot run /bin/true behind a proxy: port %u of 127.0.0.1 (--forward) is not to be had: Address already in use", taken);
    run = begin(supervisor, program, NULL);
    enter(&run, "");
    const char *said = rest_of(run.err);
    ok(strstr(said, wanted) != NULL, "%s", said);
    same(end(&run), 126, "its code");
}

int main(void) {
    char words[200];
    int one = listening("127.0.0.1", 0);
    int two = listening("127.0.0.1", 0);
    uint16_t forwarded = port_of(one);
    uint16_t served = port_of(two);
    int kept = fcntl(one, F_DUPFD_CLOEXEC, 40); // begin() closes the first numbers
    what_cannot_be_opened_is_said(forwarded);
    close(kept);
    close(two);
    snprintf(words, sizeof words, "forward:%u:10.77.200.9:7103 serve:7104:%u serve:7105:7105 ", forwarded, served);
    begin_node(words);
    nodes_are_reached();
    a_slow_reader_gets_all();
    the_host_is_reached();
    what_is_wrong_is_said();
    forwarded_ports(forwarded);
    served_ports(served);
    a_port_on_all_addresses();
    end_node();
    return tap_end();
}
