// SPDX-License-Identifier: Apache-2.0
// long syscall(long number, ...), as syscall_x86_64.S: calls of sockets by number go through the same hooks, io_uring is not
// there, all other numbers go straight to the kernel without a frame of ours.
#include <sys/syscall.h>

    .text
    .globl syscall
    .type syscall, %function
syscall:
    .cfi_startproc
    hint #34 // bti c
    cmp w0, #SYS_connect
    b.eq 1f
    cmp w0, #SYS_accept
    b.eq 2f
    cmp w0, #SYS_bind
    b.eq 3f
    cmp w0, #SYS_listen
    b.eq 4f
    cmp w0, #SYS_getsockname
    b.eq 5f
    cmp w0, #SYS_getpeername
    b.eq 6f
    cmp w0, #SYS_accept4
    b.eq 7f
    cmp w0, #425 // io_uring_setup
    b.eq 8f
9:  uxtw x8, w0
    mov x0, x1
    mov x1, x2
    mov x2, x3
    mov x3, x4
    mov x4, x5
    mov x5, x6
    svc #0
    cmn x0, #4095
    b.cs 10f
    ret
10: neg w0, w0
11: stp x29, x30, [sp, #-32]!
    .cfi_adjust_cfa_offset 32
    .cfi_rel_offset x29, 0
    .cfi_rel_offset x30, 8
    str w0, [sp, #16]
    bl __errno_location
    ldr w1, [sp, #16]
    str w1, [x0]
    mov x0, #-1
    ldp x29, x30, [sp], #32
    .cfi_adjust_cfa_offset -32
    .cfi_restore x29
    .cfi_restore x30
    ret
8:  adrp x9, bx_node // inactive: it is the kernel's
    ldrb w9, [x9, #:lo12:bx_node]
    cbz w9, 9b
    stp x29, x30, [sp, #-16]!
    .cfi_adjust_cfa_offset 16
    .cfi_rel_offset x29, 0
    .cfi_rel_offset x30, 8
    bl bx_note_uring
    ldp x29, x30, [sp], #16
    .cfi_adjust_cfa_offset -16
    .cfi_restore x29
    .cfi_restore x30
    mov w0, #38 // ENOSYS
    b 11b

#define HOOK(label, name)             \
label: stp x29, x30, [sp, #-16]!;     \
    .cfi_adjust_cfa_offset 16;        \
    .cfi_rel_offset x29, 0;           \
    .cfi_rel_offset x30, 8;           \
    mov x0, x1;                       \
    mov x1, x2;                       \
    mov x2, x3;                       \
    mov x3, x4;                       \
    bl name;                          \
    sxtw x0, w0;                      \
    ldp x29, x30, [sp], #16;          \
    .cfi_adjust_cfa_offset -16;       \
    .cfi_restore x29;                 \
    .cfi_restore x30;                 \
    ret
HOOK(1, connect)
HOOK(2, accept)
HOOK(3, bind)
HOOK(4, listen)
HOOK(5, getsockname)
HOOK(6, getpeername)
HOOK(7, accept4)
    .cfi_endproc
    .size syscall, .-syscall
    .section .note.GNU-stack, "", %progbits
