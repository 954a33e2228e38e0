// SPDX-License-Identifier: Apache-2.0
// EMFILE: each call ends, with an error that says so or with what does not need a descriptor. The seccomp front end has descriptors
// of its own.
#include "../harness.h"
#include <netdb.h>
#include <sys/resource.h>

static void alpha(void) {
    int listener = listening(0, 0);
    int port = port_of(listener);
    int first = stream(AF_INET);
    int second = stream(AF_INET);
    int third = stream(AF_INET);
    struct sockaddr_in to = v4(node(ALPHA), port);
    struct sockaddr_in far = v4(10u << 24 | (uint32_t)overlay() << 16 | 201 << 8 | 111, 80);
    struct sockaddr_in local = v4(INADDR_LOOPBACK, port);
    struct rlimit none = {.rlim_cur = 64, .rlim_max = 1024};
    struct addrinfo *found;
    setrlimit(RLIMIT_NOFILE, &none);
    while (dup(STDERR_FILENO) >= 0) {
    }
    fails(socket(AF_INET, SOCK_STREAM, 0), EMFILE, "there is no room");
    same(connect(first, (struct sockaddr *)&to, sizeof to), 0, "connect to a node of this host");
    ok(own_of(first)[0] == '1' && peer_of(first)[0] == '1', "names of its ends");
    fails(accept(listener, NULL, NULL), EMFILE, "accept");
    fails(connect(second, (struct sockaddr *)&far, sizeof far), is_served() ? ECONNREFUSED : ENETUNREACH,
          "connect to a node of another host");
    same(connect(third, (struct sockaddr *)&local, sizeof local), is_served() ? 0 : -1, "connect to 127.0.0.1");
    ok(getaddrinfo("beta", "80", NULL, &found) != 0, "a name is not found");
    same(getaddrinfo("alpha", "80", NULL, &found), 0, "but our own is");
    same(listen(listener, 5), 0, "listen");
}

PARTS({"alpha", alpha})
