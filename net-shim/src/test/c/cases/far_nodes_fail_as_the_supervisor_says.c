// SPDX-License-Identifier: Apache-2.0
// 10.N.201.e is elsewhere; the supervisor of the tests says that e is the error.
#include "../harness.h"

static uint32_t far(int subnet, int last) { return 10u << 24 | (uint32_t)overlay() << 16 | (uint32_t)(subnet << 8 | last); }

static void alpha(void) {
    static const int ERRORS[] = {ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT, ENETUNREACH};
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++) {
        fails(dial(far(201, ERRORS[i]), 80), ERRORS[i], "blocking");
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        struct sockaddr_in to = v4(far(201, ERRORS[i]), 80);
        fails(connect(fd, (struct sockaddr *)&to, sizeof to), ERRORS[i], "non-blocking: at once");
        struct sockaddr_in near = v4(node(ALPHA), port_of(listening(0, 0)));
        int result = connect(fd, (struct sockaddr *)&near, sizeof near);
        ok(result == 0 || errno == EINPROGRESS, "the same socket connects to another node then");
        close(fd);
    }
    int wrong = 0;
    for (int cut = 0; cut < 24; cut++) {
        wrong += dial(far(203, cut), 80) != -1 || errno != ENETUNREACH;
    }
    same(wrong, 0, "an answer that is cut, after any of its bytes, is none: ENETUNREACH");
    fails(dial(far(203, 24), 80), EHOSTUNREACH, "whole");
}

PARTS({"alpha", alpha})
