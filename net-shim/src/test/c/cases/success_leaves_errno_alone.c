// SPDX-License-Identifier: Apache-2.0
// Programs that look at errno after a call that succeeded are wrong, but there are such.
#include "../harness.h"
#include <netdb.h>

#define KEPT 4711

static void kept(long result, const char *what) {
    int error = errno;
    ok(result >= 0 && error == KEPT, "%s: %ld, errno %d", what, result, error);
    errno = KEPT;
}

static void alpha(void) {
    struct sockaddr_in any = v4(0, 0);
    struct sockaddr_storage seen;
    socklen_t size = sizeof seen;
    char name[65];
    int listener = stream(AF_INET);
    int later = stream(AF_INET);
    int fd = stream(AF_INET);
    int local = stream(AF_INET);
    errno = KEPT;
    kept(bind(listener, (struct sockaddr *)&any, sizeof any), "bind, any port");
    kept(bind(later, (struct sockaddr *)&any, sizeof any), "bind, any port");
    kept(listen(listener, 5), "listen");
    kept(getsockname(later, (struct sockaddr *)&seen, &size), "getsockname that takes a port");
    size = sizeof seen;
    kept(getsockname(listener, (struct sockaddr *)&seen, &size), "getsockname, not connected");
    struct sockaddr_in to = v4(node(ALPHA), port_of(listener));
    struct sockaddr_in localhost = v4(INADDR_LOOPBACK, port_of(listener));
    errno = KEPT;
    kept(connect(fd, (struct sockaddr *)&to, sizeof to), "connect");
    size = sizeof seen;
    kept(accept(listener, (struct sockaddr *)&seen, &size), "accept");
    kept(connect(local, (struct sockaddr *)&localhost, sizeof localhost), "connect to 127.0.0.1");
    size = sizeof seen;
    kept(getpeername(fd, (struct sockaddr *)&seen, &size), "getpeername");
    size = sizeof seen;
    kept(getsockname(fd, (struct sockaddr *)&seen, &size), "getsockname");
    kept(gethostname(name, sizeof name), "gethostname");
}

PARTS({"alpha", alpha})
