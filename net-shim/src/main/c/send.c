// SPDX-License-Identifier: Apache-2.0
// Sends with a destination. On TCP that is MSG_FASTOPEN: a connect and a send; without it the kernel ignores the destination of
// a connected socket, and so do we. Datagrams to a node are refused, for they would leave the host, to whoever has that address
// there.
#include "next.h"
#include "note.h"
#include "shim.h"
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

// Datagrams to 127.0.0.1 are the host's affair, connections are not.
static bool is_ours(const void *to, socklen_t length, int flags) {
    if (!bx_node.sockets || to == NULL) {
        return false;
    }
    struct bx_sockaddr target = bx_read(to, length);
    bool v4 = target.form == BX_V4 || target.form == BX_V4_IN_V6;
    bool local = v4 ? bx_target(bx_node.self, target.at.ip) == BX_LOCALHOST : target.form != BX_OTHER;
    return (v4 && bx_in_overlay(bx_node.self, target.at.ip)) || (local && (flags & MSG_FASTOPEN) != 0);
}

// Connects, if that is asked for; the kernel is then not to. False: with errno, nothing is to be sent.
static bool prepare(int fd, const void *to, socklen_t length, int *flags) {
    if (!bx_is_stream(fd)) {
        bx_note(BX_NOTE_DATAGRAM, fd);
        errno = ENETUNREACH;
        return false;
    }
    if ((*flags & MSG_FASTOPEN) != 0) {
        bx_note(BX_NOTE_FASTOPEN, fd);
    }
    int result = (*flags & MSG_FASTOPEN) == 0 ? BX_UNCHANGED : bx_connect(fd, to, length);
    *flags &= result == 0 ? ~MSG_FASTOPEN : -1;
    return result != -1;
}

BX_EXPORT ssize_t sendto(int fd, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t length) {
    return is_ours(to, length, flags) && !prepare(fd, to, length, &flags)
               ? -1
               : BX_NEXT(sendto)(fd, bytes, count, flags, to, length);
}

BX_EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    return message != NULL && is_ours(message->msg_name, message->msg_namelen, flags) &&
                   !prepare(fd, message->msg_name, message->msg_namelen, &flags)
               ? -1
               : BX_NEXT(sendmsg)(fd, message, flags);
}

// Outcomes: the kernel's own, for all messages; refused, none of them, if one goes to a node.
BX_EXPORT int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
    for (unsigned int i = 0; bx_node.sockets && messages != NULL && i < count; i++) {
        const struct msghdr *message = &messages[i].msg_hdr;
        if (is_ours(message->msg_name, message->msg_namelen, flags)) {
            if (!prepare(fd, message->msg_name, message->msg_namelen, &flags)) {
                return -1;
            }
            break;
        }
    }
    return BX_NEXT(sendmmsg)(fd, messages, count, flags);
}
