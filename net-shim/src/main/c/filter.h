// SPDX-License-Identifier: Apache-2.0
// The seccomp front end: which calls of a program the kernel shows us (filter.c), what becomes of each (notified.c), and the
// threads that serve them (serve.c). For programs that do not use the C library's calls: static ones, Go, assembler.
//
// The calls are made on copies of the program's own descriptors (pidfd_getfd), by the same code as in the preload library, so
// they act on the program's own sockets. It is no boundary: who wants to can change an address between our look and the
// kernel's, and then is where any program of this host could be.
#ifndef BOXER_FILTER_H
#define BOXER_FILTER_H

#include "address.h"
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// filter.c. For this process and all that it will start. The descriptor on which the kernel tells of their calls; or -1 with
// errno, and then *what is the name of the call that was refused.
int bx_install_filter(bool without_new_rights, bool observing, const char **what);

// caller.c. The thread that makes a call. Its descriptors and memory are open to us if we are its ancestor and of the same user.
int bx_copy_descriptor(pid_t thread, int fd); // ours, close-on-exec; or -1 with errno
bool bx_read_memory(pid_t thread, uint64_t from, void *to, size_t count);
bool bx_write_memory(pid_t thread, const void *from, uint64_t to, size_t count);
// A signal is waiting for this thread, which waits for us. 0 none; EINTR, or BX_RESTART where the kernel may be left to decide
// whether the call is repeated
#define BX_RESTART 512 // ERESTARTSYS of the kernel
int bx_has_signal(pid_t thread);

// What a call comes to.
struct bx_outcome {
    enum { BX_KERNEL, BX_RESULT, BX_DESCRIPTOR } kind; // the kernel makes it; it has a result; its result is a descriptor
    int error;      // positive; 0: it succeeded
    int descriptor; // of BX_DESCRIPTOR, ours to close
    bool close_on_exec;
    struct bx_endpoint peer; // of BX_DESCRIPTOR, as the caller sees it
};
// `fd`: our copy of its first argument, but for uname()
struct bx_outcome bx_make_call(pid_t thread, int fd, const struct seccomp_data *call);

// serve.c. Serves all calls that are told on this descriptor, in threads of its own, until this process ends; `names`: programs that
// resolve by themselves are to have them. 0, or an error
int bx_serve(int notifications, bool names);

#endif
