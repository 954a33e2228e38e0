// SPDX-License-Identifier: Apache-2.0
#include "../harness.h"
#include <sys/un.h>

static void alpha(void) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    struct sockaddr_un seen;
    socklen_t size = (socklen_t)(sizeof name.sun_family + 1 + (size_t)sprintf(name.sun_path + 1, "boxer-test-unix-%d", getpid()));
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    same(bind(listener, (struct sockaddr *)&name, size), 0, "bind");
    same(listen(listener, 1), 0, "listen");
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    same(connect(fd, (struct sockaddr *)&name, size), 0, "connect");
    socklen_t seen_size = sizeof seen;
    int other = accept(listener, (struct sockaddr *)&seen, &seen_size);
    same(seen_size, sizeof seen.sun_family, "accept: a peer without a name");
    seen_size = sizeof seen;
    same(getpeername(fd, (struct sockaddr *)&seen, &seen_size), 0, "getpeername");
    ok(seen_size == size && memcmp(&seen, &name, size) == 0, "the name that was bound");
    ok(echoes(fd, other), "bytes pass both ways");
    seen_size = sizeof seen;
    fails(getsockname(STDIN_FILENO, (struct sockaddr *)&seen, &seen_size), ENOTSOCK, "getsockname of no socket");
    if (!under_valgrind()) {
        fails(getpeername(fd, NULL, NULL), EFAULT, "getpeername into nothing");
    }
    fails(listen(STDIN_FILENO, 1), ENOTSOCK, "listen on no socket");
}

PARTS({"alpha", alpha})
