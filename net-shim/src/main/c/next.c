// SPDX-License-Identifier: Apache-2.0
#include "next.h"
#include <dlfcn.h>
#include <stdlib.h>

// The library must load on a C library older than the one that it was built with.
#if defined(__GLIBC__) && defined(__x86_64__)
__asm__(".symver dlsym,dlsym@GLIBC_2.2.5");
#elif defined(__GLIBC__) && defined(__aarch64__)
__asm__(".symver dlsym,dlsym@GLIBC_2.17");
#endif

// Each is written with the same value by whoever is first; an aligned pointer is written at once.
#define BX_DEFINE_OR(result, name, arguments, instead)                                                                 \
    bx_##name##_function bx_find_##name(void) {                                                                        \
        static bx_##name##_function next;                                                                              \
        bx_##name##_function found = __atomic_load_n(&next, __ATOMIC_RELAXED);                                         \
        if (__builtin_expect(found == NULL, 0)) {                                                                      \
            *(void **)&found = dlsym(RTLD_NEXT, #name);                                                                \
            if (found == NULL) {                                                                                       \
                *(void **)&found = dlsym(RTLD_NEXT, #instead);                                                         \
            }                                                                                                          \
            if (found == NULL) {                                                                                       \
                abort(); /* no C library is without it */                                                              \
            }                                                                                                          \
            __atomic_store_n(&next, found, __ATOMIC_RELAXED);                                                          \
        }                                                                                                              \
        return found;                                                                                                  \
    }
#define BX_DEFINE(result, name, arguments) BX_DEFINE_OR(result, name, arguments, name)
BX_NEXT_SOCKETS(BX_DEFINE)
BX_NEXT_OTHERS(BX_DEFINE)
BX_NEXT_FILES(BX_DEFINE_OR)

bool bx_found_all;
bool bx_is_glibc;

#define BX_FIND(result, name, ...) bx_find_##name();
void bx_find_all(void) {
    BX_NEXT_SOCKETS(BX_FIND) BX_NEXT_OTHERS(BX_FIND) BX_NEXT_FILES(BX_FIND)
    bx_is_glibc = dlsym(RTLD_DEFAULT, "gnu_get_libc_version") != NULL;
    bx_found_all = true;
}
