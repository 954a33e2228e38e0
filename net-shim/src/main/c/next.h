// SPDX-License-Identifier: Apache-2.0
// The functions that our hooks stand before: the C library's, or those of a library preloaded after this one.
// Looked up once, by the constructor, or at the first use if a constructor of another library is earlier (next.c). In the seccomp
// front end nothing stands before them: they are the C library's (next_direct.c).
#ifndef BOXER_NEXT_H
#define BOXER_NEXT_H

#include <ifaddrs.h>
#include <netdb.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/utsname.h>

// Both front ends
#define BX_NEXT_SOCKETS(F)                                                                                             \
    F(int, connect, (int, const struct sockaddr *, socklen_t))                                                         \
    F(int, bind, (int, const struct sockaddr *, socklen_t))                                                            \
    F(int, listen, (int, int))                                                                                         \
    F(int, accept, (int, struct sockaddr *, socklen_t *))                                                              \
    F(int, accept4, (int, struct sockaddr *, socklen_t *, int))                                                        \
    F(int, getsockname, (int, struct sockaddr *, socklen_t *))                                                         \
    F(int, getpeername, (int, struct sockaddr *, socklen_t *))                                                         \
    F(int, socket, (int, int, int))                                                                                    \
    F(int, close, (int))                                                                                               \
    F(ssize_t, send, (int, const void *, size_t, int))                                                                 \
    F(ssize_t, recv, (int, void *, size_t, int))                                                                       \
    F(ssize_t, sendto, (int, const void *, size_t, int, const struct sockaddr *, socklen_t))                           \
    F(ssize_t, sendmsg, (int, const struct msghdr *, int))                                                             \
    F(int, sendmmsg, (int, struct mmsghdr *, unsigned int, int))

// Names, and what a guest starts
#define BX_NEXT_OTHERS(F)                                                                                              \
    F(int, getaddrinfo, (const char *, const char *, const struct addrinfo *, struct addrinfo **))                     \
    F(int, getnameinfo, (const struct sockaddr *, socklen_t, char *, socklen_t, char *, socklen_t, int))               \
    F(struct hostent *, gethostbyname, (const char *))                                                                 \
    F(struct hostent *, gethostbyname2, (const char *, int))                                                           \
    F(int, gethostbyname_r, (const char *, struct hostent *, char *, size_t, struct hostent **, int *))                \
    F(int, gethostbyname2_r, (const char *, int, struct hostent *, char *, size_t, struct hostent **, int *))          \
    F(struct hostent *, gethostbyaddr, (const void *, socklen_t, int))                                                 \
    F(int, gethostbyaddr_r,                                                                                            \
      (const void *, socklen_t, int, struct hostent *, char *, size_t, struct hostent **, int *))                      \
    F(int, gethostname, (char *, size_t))                                                                              \
    F(int, uname, (struct utsname *))                                                                                  \
    F(int, getifaddrs, (struct ifaddrs **))                                                                            \
    F(int, execve, (const char *, char *const[], char *const[]))                                                       \
    F(int, execvpe, (const char *, char *const[], char *const[]))                                                      \
    F(int, fexecve, (int, char *const[], char *const[]))                                                               \
    F(int, posix_spawn,                                                                                                \
      (pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[],            \
       char *const[]))                                                                                                 \
    F(int, posix_spawnp,                                                                                               \
      (pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, char *const[],            \
       char *const[]))

// Opening files. The last: what stands for it in a C library without it
#define BX_NEXT_FILES(F)                                                                                               \
    F(int, open, (const char *, int, ...), open)                                                                       \
    F(int, open64, (const char *, int, ...), open)                                                                     \
    F(int, openat, (int, const char *, int, ...), openat)                                                              \
    F(int, openat64, (int, const char *, int, ...), openat)                                                            \
    F(FILE *, fopen, (const char *, const char *), fopen)                                                              \
    F(FILE *, fopen64, (const char *, const char *), fopen)

#define BX_DECLARE(result, name, arguments)                                                                            \
    typedef result(*bx_##name##_function) arguments;                                                                   \
    bx_##name##_function bx_find_##name(void);
BX_NEXT_SOCKETS(BX_DECLARE)
BX_NEXT_OTHERS(BX_DECLARE)
#define BX_DECLARE_FILES(result, name, arguments, instead) BX_DECLARE(result, name, arguments)
BX_NEXT_FILES(BX_DECLARE_FILES)
#undef BX_DECLARE_FILES
#undef BX_DECLARE

// BX_NEXT(connect)(fd, to, length)
#define BX_NEXT(name) (bx_find_##name())

void bx_find_all(void);
extern bool bx_found_all; // written once, by that, as the next
extern bool bx_is_glibc;  // else it is musl, which loads a library that was built with glibc

#endif
