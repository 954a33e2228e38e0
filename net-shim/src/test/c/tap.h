// SPDX-License-Identifier: Apache-2.0
// Checks in the form of the Test Anything Protocol: "ok 1 - …", "not ok 2 - …", and the plan "1..2" at the end. check.sh reads it.
#ifndef BOXER_TAP_H
#define BOXER_TAP_H

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// of the whole program
__attribute__((weak)) int tap_count;
__attribute__((weak)) int tap_failed;

__attribute__((unused, format(printf, 2, 3))) static bool ok(bool right, const char *format, ...) {
    char text[256];
    __builtin_va_list rest;
    __builtin_va_start(rest, format);
    vsnprintf(text, sizeof text, format, rest);
    __builtin_va_end(rest);
    tap_failed += !right;
    printf("%sok %d - %s\n", right ? "" : "not ", ++tap_count, text);
    fflush(stdout);
    return right;
}

__attribute__((unused)) static bool same(long got, long wanted, const char *what) {
    return got == wanted ? ok(true, "%s", what) : ok(false, "%s: %ld, not %ld", what, got, wanted);
}

__attribute__((unused)) static bool same_text(const char *got, const char *wanted, const char *what) {
    return strcmp(got, wanted) == 0 ? ok(true, "%s: %s", what, got) : ok(false, "%s: %s, not %s", what, got, wanted);
}

// A call that is to fail: -1 and this errno.
__attribute__((unused)) static bool fails(long result, int wanted, const char *what) {
    int error = errno;
    return result == -1 && error == wanted ? ok(true, "%s: %s", what, strerror(wanted))
                                           : ok(false, "%s: %ld and %s, not %s", what, result,
                                                result == -1 ? strerror(error) : "no error", strerror(wanted));
}

// A check that cannot be made here, with the reason.
__attribute__((unused)) static void skip(const char *what, const char *reason) {
    printf("ok %d - %s # SKIP %s\n", ++tap_count, what, reason);
}

// The test cannot go on: something that it stands on, not what it tests, does not work.
__attribute__((unused, noreturn)) static void bail_out(const char *what) {
    printf("Bail out! %s: %s\n", what, strerror(errno));
    fflush(stdout);
    _Exit(99);
}

__attribute__((unused)) static int tap_end(void) {
    printf("1..%d\n", tap_count);
    fflush(stdout);
    return tap_failed == 0 ? 0 : 1;
}

#endif
