// SPDX-License-Identifier: Apache-2.0
// Linked into the library where it is built with sanitizers: a program that the tests start with an empty environment gets the
// library alone, without the sanitizer's before it.
extern const char *__asan_default_options(void);
extern const char *__ubsan_default_options(void);

__attribute__((visibility("default"))) const char *__asan_default_options(void) {
    return "verify_asan_link_order=0:detect_leaks=0:handle_segv=0:abort_on_error=1";
}

__attribute__((visibility("default"))) const char *__ubsan_default_options(void) {
    return "print_stacktrace=1:halt_on_error=1";
}
