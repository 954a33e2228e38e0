// SPDX-License-Identifier: Apache-2.0
// The one place where the shim talks to its supervisor. Stack memory only; the descriptor lives as long as the question.
#include "next.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <string.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define LIMIT_SECONDS 3 // for each of sending and receiving

static int open_socket(void) {
    int fd = BX_NEXT(socket)(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -errno;
    }
    struct timeval limit = {.tv_sec = LIMIT_SECONDS, .tv_usec = 0};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    size_t length = strlen(bx_node.socket);
    memcpy(to.sun_path + 1, bx_node.socket, length); // the zero byte before it makes it abstract
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
    while (BX_NEXT(connect)(fd, (struct sockaddr *)&to, size) != 0) {
        if (errno != EINTR) {
            int error = -errno;
            BX_NEXT(close)(fd);
            return error;
        }
    }
    return fd;
}

static int send_all(int fd, const unsigned char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = BX_NEXT(send)(fd, bytes, count, MSG_NOSIGNAL);
        if (sent > 0) {
            bytes += sent;
            count -= (size_t)sent;
        } else if (errno != EINTR) {
            return -errno;
        }
    }
    return 0;
}

static int receive_all(int fd, unsigned char *bytes, size_t count) {
    while (count > 0) {
        ssize_t got = BX_NEXT(recv)(fd, bytes, count, 0);
        if (got > 0) {
            bytes += got;
            count -= (size_t)got;
        } else if (got == 0) {
            return -ECONNRESET;
        } else if (errno != EINTR) {
            return errno == EAGAIN ? -ETIMEDOUT : -errno;
        }
    }
    return 0;
}

// The one byte that carries a descriptor.
static int receive_descriptor(int fd, int *descriptor) {
    char byte;
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct iovec one = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &one, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got;
    do {
        got = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (got != 1 || header == NULL || header->cmsg_type != SCM_RIGHTS) {
        return got < 0 ? -errno : -EPROTO;
    }
    memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
    return 0;
}

static int exchange(int fd, const struct bx_request *request, struct bx_answer *answer, int *descriptor) {
    unsigned char bytes[BX_REQUEST_BYTES + BX_TEXT_BYTES];
    size_t length = bx_encode_request(request, bx_node.secret, bytes);
    if (length == 0) {
        return -ENAMETOOLONG;
    }
    int error = send_all(fd, bytes, length);
    if (error == 0) {
        error = receive_all(fd, bytes, BX_ANSWER_BYTES);
    }
    if (error != 0) {
        return error;
    }
    size_t text;
    if (bx_decode_answer(bytes, answer, &text) != 0) {
        return -EPROTO;
    }
    error = receive_all(fd, (unsigned char *)answer->text, text);
    answer->length = text;
    answer->text[text] = '\0';
    return error != 0 || descriptor == NULL || answer->error != 0 ? error : receive_descriptor(fd, descriptor);
}

int bx_ask_for_descriptor(const struct bx_request *request, struct bx_answer *answer, int *descriptor) {
    int before = errno;
    memset(answer, 0, sizeof *answer);
    int fd = open_socket();
    int error = fd < 0 ? fd : exchange(fd, request, answer, descriptor);
    if (fd >= 0) {
        BX_NEXT(close)(fd);
    }
    errno = before;
    return error;
}

int bx_ask(const struct bx_request *request, struct bx_answer *answer) {
    return bx_ask_for_descriptor(request, answer, NULL);
}
