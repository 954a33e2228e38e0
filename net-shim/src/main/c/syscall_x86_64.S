// SPDX-License-Identifier: Apache-2.0
// long syscall(long number, ...): calls of sockets by number go through the same hooks, io_uring is not there (its connects
// and accepts would pass us by; programs then use epoll). All other numbers go straight to the kernel, as in the C library:
// some of them return twice, so no frame of ours may be on the stack.
#include <sys/syscall.h>

    .text
    .globl syscall
    .type syscall, @function
syscall:
    .cfi_startproc
    endbr64
    cmpq $SYS_connect, %rdi
    je 1f
    cmpq $SYS_accept, %rdi
    je 2f
    cmpq $SYS_bind, %rdi
    je 3f
    cmpq $SYS_listen, %rdi
    je 4f
    cmpq $SYS_getsockname, %rdi
    je 5f
    cmpq $SYS_getpeername, %rdi
    je 6f
    cmpq $SYS_accept4, %rdi
    je 7f
    cmpq $425, %rdi // io_uring_setup
    je 8f
9:  movq %rdi, %rax
    movq %rsi, %rdi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movq %r8, %r10
    movq %r9, %r8
    movq 8(%rsp), %r9
    syscall
    cmpq $-4095, %rax
    jae 10f
    ret
10: negl %eax
11: subq $24, %rsp
    .cfi_adjust_cfa_offset 24
    movl %eax, 8(%rsp)
    call __errno_location@PLT
    movl 8(%rsp), %ecx
    movl %ecx, (%rax)
    movq $-1, %rax
    addq $24, %rsp
    .cfi_adjust_cfa_offset -24
    ret
8:  cmpb $0, bx_node(%rip) // inactive: it is the kernel's
    je 9b
    subq $8, %rsp
    .cfi_adjust_cfa_offset 8
    call bx_note_uring
    addq $8, %rsp
    .cfi_adjust_cfa_offset -8
    movl $38, %eax // ENOSYS
    jmp 11b

#define HOOK(label, name)            \
label: movq %rsi, %rdi;              \
    movq %rdx, %rsi;                 \
    movq %rcx, %rdx;                 \
    movq %r8, %rcx;                  \
    subq $8, %rsp;                   \
    .cfi_adjust_cfa_offset 8;        \
    call name@PLT;                   \
    addq $8, %rsp;                   \
    .cfi_adjust_cfa_offset -8;       \
    cltq;                            \
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
    .section .note.GNU-stack, "", @progbits
