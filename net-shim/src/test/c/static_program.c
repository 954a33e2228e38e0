// SPDX-License-Identifier: Apache-2.0
// Linked statically: no library is loaded into it. Says its host's name, the address of its listener and of who connects to it.
// BOXER_TEST_QUIET: does nothing.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

static const char *text(struct sockaddr_in at) {
    static char buffers[4][32];
    static int next;
    char *to = buffers[next++ % 4];
    char ip[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &at.sin_addr, ip, sizeof ip);
    snprintf(to, sizeof buffers[0], "%s:%s", ip, ntohs(at.sin_port) == 80 ? "80" : "other");
    return to;
}

int main(void) {
    if (getenv("BOXER_TEST_QUIET") != NULL) {
        return 0;
    }
    struct utsname about;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(80)};
    struct sockaddr_in peer;
    socklen_t size = sizeof at;
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (uname(&about) != 0 || bind(listener, (struct sockaddr *)&at, sizeof at) != 0 || listen(listener, 8) != 0 ||
        getsockname(listener, (struct sockaddr *)&at, &size) != 0 || connect(fd, (struct sockaddr *)&at, size) != 0) {
        perror("static program");
        return 1;
    }
    size = sizeof peer;
    int accepted = accept4(listener, (struct sockaddr *)&peer, &size, SOCK_CLOEXEC);
    printf("%s %s %s %s\n", about.nodename, text(at), text(peer), accepted >= 0 ? "accepted" : "not accepted");
    return accepted < 0;
}
