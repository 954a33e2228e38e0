// SPDX-License-Identifier: Apache-2.0
#include "broker.h"
#include "harness.h"
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/un.h>

struct question {
    pid_t wait_for; // or 0: start
    char who[16];
    char part[64];
    char argument[256];
};

static socklen_t name_of(const char *base, struct sockaddr_un *name) {
    *name = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(name->sun_path + 1, sizeof name->sun_path - 1, "%s.broker", base);
    return (socklen_t)(sizeof name->sun_family + 1 + (size_t)length);
}

static int serve(const struct question *question, int talk, void (*start)(const char *, const char *, const char *)) {
    if (question->wait_for != 0) {
        return wait_for(question->wait_for);
    }
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (talk != TALK) {
            dup2(talk, TALK);
        } else {
            fcntl(TALK, F_SETFD, 0);
        }
        start(question->who, question->part, *question->argument == '\0' ? NULL : question->argument);
        _exit(99);
    }
    return pid;
}

pid_t broker_start(const char *base, void (*start)(const char *, const char *, const char *)) {
    struct sockaddr_un name;
    socklen_t size = name_of(base, &name);
    int listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&name, size) != 0 || listen(listener, 16) != 0) {
        bail_out("the broker's socket");
    }
    pid_t pid = fork();
    if (pid != 0) {
        close(listener);
        return pid;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        struct question question;
        int talk = -1;
        union {
            struct cmsghdr header;
            char room[CMSG_SPACE(sizeof(int))];
        } control;
        struct iovec one = {&question, sizeof question};
        struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
        int asked = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (recvmsg(asked, &message, MSG_CMSG_CLOEXEC) == sizeof question) {
            if (CMSG_FIRSTHDR(&message) != NULL) {
                memcpy(&talk, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof talk);
            }
            int answer = serve(&question, talk, start);
            send(asked, &answer, sizeof answer, MSG_NOSIGNAL);
        }
        close(talk);
        close(asked);
    }
}

static int ask(const char *base, struct question *question, int talk) {
    struct sockaddr_un name;
    socklen_t size = name_of(base, &name);
    int answer;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS}};
    struct iovec one = {question, sizeof *question};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1};
    if (talk >= 0) {
        memcpy(CMSG_DATA(&control.header), &talk, sizeof talk);
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
    }
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (connect(fd, (struct sockaddr *)&name, size) != 0 || sendmsg(fd, &message, MSG_NOSIGNAL) != sizeof *question ||
        recv(fd, &answer, sizeof answer, 0) != sizeof answer) {
        bail_out("the broker");
    }
    close(fd);
    return answer;
}

pid_t broker_ask(const char *base, const char *who, const char *part, const char *argument, int talk) {
    struct question question = {0};
    snprintf(question.who, sizeof question.who, "%s", who);
    snprintf(question.part, sizeof question.part, "%s", part);
    snprintf(question.argument, sizeof question.argument, "%s", argument == NULL ? "" : argument);
    return ask(base, &question, talk);
}

int broker_wait(const char *base, pid_t pid) {
    struct question question = {.wait_for = pid};
    return ask(base, &question, -1);
}
