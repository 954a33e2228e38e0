// SPDX-License-Identifier: Apache-2.0
#include "note.h"
#include "shim.h"
#include <errno.h>
#include <sys/prctl.h>

void bx_note_uring(void); // syscall_*.S

// The calls on sockets that another front end makes are counted there.
void bx_note(enum bx_note note, int fd) {
    if (__builtin_expect(bx_node.observed, false) && (fd < 0 || bx_node.sockets)) {
        int before = errno;
        (void)prctl(BX_MARK, note, fd, 0, 0);
        errno = before;
    }
}

void bx_note_uring(void) { bx_note(BX_NOTE_URING, -1); }
