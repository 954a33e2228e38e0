// SPDX-License-Identifier: Apache-2.0
#include "harness.h"
#include <dirent.h>

struct sockaddr_in v4(uint32_t ip, int port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(ip)};
}

struct sockaddr_in6 v4_in_v6(uint32_t ip, int port) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    uint32_t network = htonl(ip);
    address.sin6_addr.s6_addr[10] = 0xff;
    address.sin6_addr.s6_addr[11] = 0xff;
    memcpy(address.sin6_addr.s6_addr + 12, &network, sizeof network);
    return address;
}

int stream(int family) {
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        bail_out("socket");
    }
    return fd;
}

int listening(uint32_t ip, int port) {
    struct sockaddr_in at = v4(ip, port);
    int fd = stream(AF_INET);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); // another run may have had this overlay a moment ago
    if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 64) != 0) {
        bail_out("bind and listen");
    }
    return fd;
}

int port_of(int fd) {
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    if (getsockname(fd, (struct sockaddr *)&own, &size) != 0) {
        bail_out("getsockname");
    }
    return ntohs(((struct sockaddr_in *)&own)->sin_port); // at the same place in both families
}

int dial(uint32_t ip, int port) {
    struct sockaddr_in to = v4(ip, port);
    int fd = stream(AF_INET);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

const char *address_text(const struct sockaddr_storage *address) {
    char ip[INET6_ADDRSTRLEN];
    if (address->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)address;
        inet_ntop(AF_INET, &in->sin_addr, ip, sizeof ip);
        return text("%s:%d", ip, ntohs(in->sin_port));
    }
    if (address->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)address;
        inet_ntop(AF_INET6, &in6->sin6_addr, ip, sizeof ip);
        return text("%s:%d", ip, ntohs(in6->sin6_port));
    }
    return text("(family %d)", address->ss_family);
}

int accept_from(int listener, const char **peer) {
    struct sockaddr_storage from;
    socklen_t size = sizeof from;
    int fd = accept(listener, (struct sockaddr *)&from, &size);
    if (fd < 0) {
        bail_out("accept");
    }
    if (peer != NULL) {
        *peer = address_text(&from);
    }
    return fd;
}

const char *own_of(int fd) {
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    return getsockname(fd, (struct sockaddr *)&own, &size) == 0 ? address_text(&own) : "(error)";
}

const char *peer_of(int fd) {
    struct sockaddr_storage peer;
    socklen_t size = sizeof peer;
    return getpeername(fd, (struct sockaddr *)&peer, &size) == 0 ? address_text(&peer) : "(error)";
}

short wait_until(int fd, short events) {
    struct pollfd wait = {.fd = fd, .events = events};
    int ready;
    do {
        ready = poll(&wait, 1, PATIENCE_MILLIS);
    } while (ready < 0 && errno == EINTR);
    return ready > 0 ? wait.revents : 0;
}

static bool passes(int from, int to, const char *word) {
    char got[16];
    size_t length = strlen(word);
    return send(from, word, length, MSG_NOSIGNAL) == (ssize_t)length &&
           recv(to, got, length, MSG_WAITALL) == (ssize_t)length && memcmp(got, word, length) == 0;
}

bool echoes(int one, int other) { return passes(one, other, "there") && passes(other, one, "back"); }

int open_descriptors(void) {
    int count = 0;
    DIR *list = opendir("/proc/self/fd");
    if (list == NULL) {
        bail_out("/proc/self/fd");
    }
    while (readdir(list) != NULL) {
        count++;
    }
    closedir(list);
    return count;
}
