// SPDX-License-Identifier: Apache-2.0
// Whoever answers where another host's node was to be, and cannot prove to be it, gets what the supervisor says first and nothing
// else: reliability, row A4. A thousand times, with proofs that are wrong, cut, or our own words sent back; then the right one.
#include "../harness.h"

#define TIMES 1000
#define HELLO "HELLO"
#define WELCOME "WELCOME"
#define WELCOME_BYTES 7
#define HELLO_BYTES 5

static void lie(int fd, int time) {
    char proof[WELCOME_BYTES + 1] = WELCOME;
    switch (time % 3) {
    case 0: // one bit
        proof[time % WELCOME_BYTES] ^= (char)(1 << time % 8);
        send(fd, proof, WELCOME_BYTES, MSG_NOSIGNAL);
        break;
    case 1: // cut
        send(fd, proof, (size_t)(time % WELCOME_BYTES), MSG_NOSIGNAL);
        shutdown(fd, SHUT_WR);
        break;
    default: // what it has heard
        send(fd, HELLO HELLO, WELCOME_BYTES, MSG_NOSIGNAL);
    }
}

// How many bytes came behind the hello.
static int rest(int fd) {
    char bytes[64];
    int count = 0;
    for (ssize_t more; (more = recv(fd, bytes, sizeof bytes, 0)) > 0;) {
        count += (int)more;
    }
    return count;
}

static void stranger(void) {
    int listener = listening(0, 0);
    int behind = 0;
    char hello[HELLO_BYTES + 1] = "";
    say(TALK, "%d", port_of(listener));
    for (int time = 0; time < TIMES; time++) {
        int fd = accept_from(listener, NULL);
        recv(fd, hello, HELLO_BYTES, MSG_WAITALL);
        lie(fd, time);
        behind += rest(fd);
        close(fd);
    }
    say(TALK, "%s and %d bytes", hello, behind);
    int fd = accept_from(listener, NULL);
    recv(fd, hello, HELLO_BYTES, MSG_WAITALL);
    send(fd, WELCOME, WELCOME_BYTES, MSG_NOSIGNAL);
    say(TALK, "%s and %d bytes", hello, rest(fd));
}

static void alpha(void) {
    struct child far = start("stranger", "stranger", NULL);
    struct sockaddr_in to = v4(10u << 24 | (uint32_t)overlay() << 16 | 202 << 8 | 2, atoi(hear(far.talk)));
    int before = open_descriptors();
    int connected = 0;
    int sent = 0;
    for (int time = 0; time < TIMES; time++) {
        int fd = stream(AF_INET);
        connected += connect(fd, (struct sockaddr *)&to, sizeof to) == 0 || errno != ETIMEDOUT; // the next path's error
        sent += send(fd, "secret", 6, MSG_NOSIGNAL) >= 0;
        close(fd);
    }
    same(connected, 0, "none of them is taken for the node");
    same(sent, 0, "nor can the program send");
    same_text(hear(far.talk), HELLO " and 0 bytes", "what they got");
    same(open_descriptors(), before, "no descriptor is left");
    int fd = stream(AF_INET);
    same(connect(fd, (struct sockaddr *)&to, sizeof to), 0, "the node itself is reached");
    send(fd, "secret", 6, MSG_NOSIGNAL);
    close(fd);
    same_text(hear(far.talk), HELLO " and 6 bytes", "what it got");
    finish(&far);
}

PARTS({"alpha", alpha}, {"stranger", stranger})
