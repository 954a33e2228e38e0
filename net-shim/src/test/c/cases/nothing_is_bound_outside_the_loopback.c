// SPDX-License-Identifier: Apache-2.0
// However a program comes to a port, no other machine reaches it: the addresses that the kernel has, from /proc.
#include "../harness.h"
#include <sys/stat.h>

// The kernel's local address of a socket, as /proc writes it (bytes of each word reversed); "" if it has none.
static const char *of_kernel(int fd, const char *table) {
    struct stat about;
    char line[512];
    char local[64];
    unsigned long inode;
    fstat(fd, &about);
    FILE *list = fopen(table, "r");
    while (list != NULL && fgets(line, sizeof line, list) != NULL) {
        if (sscanf(line, " %*s %63s %*s %*s %*s %*s %*s %*s %*s %lu", local, &inode) == 2 && inode == about.st_ino) {
            fclose(list);
            return text("%s", local);
        }
    }
    if (list != NULL) {
        fclose(list);
    }
    return "";
}

static void is_inside(int fd, const char *what) {
    const char *local = of_kernel(fd, "/proc/self/net/tcp");
    bool inside = strlen(local) == 13 && strncmp(local + 6, "7F:", 3) == 0;
    if (*local == '\0') {
        local = of_kernel(fd, "/proc/self/net/tcp6");
        inside = (strncmp(local, "0000000000000000FFFF0000", 24) == 0 && strncmp(local + 30, "7F:", 3) == 0) ||
                 strncmp(local, "00000000000000000000000001000000:", 33) == 0;
    }
    ok(inside, "%s: the kernel has it at %s", what, local);
}

static int any_of(int family) {
    struct sockaddr_in any4 = v4(0, 0);
    struct sockaddr_in6 any6 = {.sin6_family = AF_INET6};
    int fd = stream(family);
    same(family == AF_INET ? bind(fd, (struct sockaddr *)&any4, sizeof any4)
                           : bind(fd, (struct sockaddr *)&any6, sizeof any6),
         0, "bind to any address and any port");
    return fd;
}

static void in_family(int family, int listener) {
    int fd = any_of(family);
    same(listen(fd, 1), 0, "listen");
    is_inside(fd, "bind to any port and listen");

    fd = any_of(family);
    int port = port_of(fd);
    ok(port != 0, "getsockname says the port, %d", port);
    same(port_of(fd), port, "the same each time");
    same(listen(fd, 1), 0, "listen");
    same(port_of(fd), port, "the same when it listens");
    is_inside(fd, "bind to any port, getsockname and listen");

    fd = any_of(family);
    struct sockaddr_in to4 = v4(node(ALPHA), port_of(listener));
    struct sockaddr_in6 to6 = v4_in_v6(node(ALPHA), port_of(listener));
    same(family == AF_INET ? connect(fd, (struct sockaddr *)&to4, sizeof to4)
                           : connect(fd, (struct sockaddr *)&to6, sizeof to6),
         0, "connect");
    is_inside(fd, "bind to any port and connect");

    fd = stream(family);
    same(listen(fd, 1), 0, "listen without bind");
    is_inside(fd, "listen without bind");
    ok(dial(node(ALPHA), port_of(fd)) >= 0, "and it is reached");
}

static void compatible(void) {
    struct sockaddr_in any = {.sin_family = AF_UNSPEC};
    int fd = stream(AF_INET);
    int bound = bind(fd, (struct sockaddr *)&any, sizeof any); // Linux takes it for AF_INET, if it is any address
    same(bound, 0, "bind to any address of no family");
    listen(fd, 1);
    is_inside(fd, "bind to any address of no family");
}

static void alpha(void) {
    int listener = listening(0, 0);
    in_family(AF_INET, listener);
    in_family(AF_INET6, listener);
    compatible();
    is_inside(listening(0, 7000), "bind to any address, port 7000");
    is_inside(listening(INADDR_LOOPBACK, 7000), "bind to 127.0.0.1");
    int fd = stream(AF_INET6);
    int on = 1;
    struct sockaddr_in6 any = {.sin6_family = AF_INET6, .sin6_port = htons(80)};
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    same(bind(fd, (struct sockaddr *)&any, sizeof any), 0, "IPv6 only, [::]:80");
    same(listen(fd, 1), 0, "listen");
    is_inside(fd, "an IPv6-only listener is parked");
    listening(0, 80);
    ok(true, "beside one of IPv4 on port 80");
    fd = stream(AF_INET6);
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    same(listen(fd, 1), 0, "IPv6 only, listen without bind");
    is_inside(fd, "is parked too");
}

PARTS({"alpha", alpha})
