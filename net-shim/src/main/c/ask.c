// SPDX-License-Identifier: Apache-2.0
// The one place where the shim talks to its supervisor. Stack memory only; the descriptor lives as long as the question.
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define LIMIT_MILLIS 6000 // for the whole question

static int connect_within(int fd, long deadline) {
    struct timeval limit = {.tv_sec = LIMIT_MILLIS / 1000, .tv_usec = 0};
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t length = strlen(bx_node.socket);
    memcpy(to.sun_path + 1, bx_node.socket, length); // the zero byte before it makes it abstract
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit); // where its queue is full
    while (BX_NEXT(connect)(fd, (struct sockaddr *)&to, size) != 0) {
        if (errno != EINTR) {
            return errno == EAGAIN ? -ETIMEDOUT : -errno;
        }
        if (bx_now_millis() >= deadline) {
            return -ETIMEDOUT;
        }
    }
    return 0;
}

// After a call that failed: 0 if it is to be repeated, or the error that ends the question.
static int wait_to_repeat(int fd, short events, long deadline) {
    return errno == EINTR || errno == EAGAIN ? -bx_await(fd, events, deadline) : -errno;
}

static int send_all(int fd, const unsigned char *bytes, size_t count, long deadline) {
    while (count > 0) {
        ssize_t sent = BX_NEXT(send)(fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
        int error = sent > 0 ? 0 : wait_to_repeat(fd, POLLOUT, deadline);
        if (error != 0) {
            return error;
        }
        bytes += sent > 0 ? sent : 0;
        count -= sent > 0 ? (size_t)sent : 0;
    }
    return 0;
}

static int receive_all(int fd, unsigned char *bytes, size_t count, long deadline) {
    while (count > 0) {
        ssize_t got = BX_NEXT(recv)(fd, bytes, count, MSG_DONTWAIT);
        int error = got > 0 ? 0 : got == 0 ? -ECONNRESET : wait_to_repeat(fd, POLLIN, deadline);
        if (error != 0) {
            return error;
        }
        bytes += got > 0 ? got : 0;
        count -= got > 0 ? (size_t)got : 0;
    }
    return 0;
}

// The one byte that carries a descriptor.
static int receive_descriptor(int fd, int *descriptor, long deadline) {
    char byte;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec one = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &one, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    while ((got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT)) < 0) {
        int error = wait_to_repeat(fd, POLLIN, deadline);
        if (error != 0) {
            return error;
        }
    }
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (got != 1 || header == NULL || header->cmsg_type != SCM_RIGHTS) {
        return -EPROTO;
    }
    memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
    return 0;
}

static int exchange(int fd, const struct bx_request *request, struct bx_answer *answer, int *descriptor,
                    long deadline) {
    unsigned char bytes[BX_REQUEST_BYTES + BX_TEXT_BYTES];
    size_t length = bx_encode_request(request, bx_node.secret, bytes);
    if (length == 0) {
        return -ENAMETOOLONG;
    }
    int error = connect_within(fd, deadline);
    if (error == 0) {
        error = send_all(fd, bytes, length, deadline);
    }
    if (error == 0) {
        error = receive_all(fd, bytes, BX_ANSWER_BYTES, deadline);
    }
    if (error != 0) {
        return error;
    }
    size_t text;
    if (bx_decode_answer(bytes, answer, &text) != 0) {
        return -EPROTO;
    }
    error = receive_all(fd, (unsigned char *)answer->text, text, deadline);
    answer->length = text;
    answer->text[text] = '\0';
    return error != 0 || descriptor == NULL || answer->error != 0 ? error : receive_descriptor(fd, descriptor, deadline);
}

int bx_ask_for_descriptor(const struct bx_request *request, struct bx_answer *answer, int *descriptor) {
    int before = errno;
    memset(answer, 0, sizeof *answer);
    int fd = BX_NEXT(socket)(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int error = fd < 0 ? -errno : exchange(fd, request, answer, descriptor, bx_now_millis() + LIMIT_MILLIS);
    if (fd >= 0) {
        BX_NEXT(close)(fd);
    }
    errno = before;
    return error;
}

int bx_ask(const struct bx_request *request, struct bx_answer *answer) {
    return bx_ask_for_descriptor(request, answer, NULL);
}
