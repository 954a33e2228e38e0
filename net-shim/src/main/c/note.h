// SPDX-License-Identifier: Apache-2.0
// While a program is looked at (boxer compat), what the preload library does for it is counted by boxer-init. The library keeps no
// state for that: it makes a system call that means nothing, prctl(BX_MARK, note, descriptor), of which the kernel tells boxer-init
// as of the others (filter.c). So the counts survive fork, exec, chroot and another user, and nothing is left behind.
#ifndef BOXER_NOTE_H
#define BOXER_NOTE_H

#define BX_MARK 0x42585231

enum bx_note {
    BX_NOTE_CONNECT,
    BX_NOTE_BIND,
    BX_NOTE_LISTEN,
    BX_NOTE_ACCEPT,
    BX_NOTE_ACCEPT4,
    BX_NOTE_GETSOCKNAME,
    BX_NOTE_GETPEERNAME,
    BX_NOTE_NAMES,     // a name or an address was asked of the overlay
    BX_NOTE_HOST,      // gethostname, uname, getifaddrs
    BX_NOTE_EXEC,
    BX_NOTES,          // the first so many are counted; what follows was refused or changed
    BX_NOTE_DATAGRAM = BX_NOTES, // a datagram to a node
    BX_NOTE_FASTOPEN,
    BX_NOTE_URING,
};

// In the library: tells boxer-init, if it looks. In boxer-init: counts (observe.c). `fd`: whose call it is, -1: of none. Keeps errno.
void bx_note(enum bx_note note, int fd);

#endif
