// SPDX-License-Identifier: Apache-2.0
// What was seen so far.
#include "observe.h"
#include <pthread.h>
#include <stdarg.h>
#include <string.h>

#define MOST_FOUND 200

static const char *const NAMES[BX_NOTES] = {
    [BX_NOTE_CONNECT] = "connect",         [BX_NOTE_BIND] = "bind",
    [BX_NOTE_LISTEN] = "listen",           [BX_NOTE_ACCEPT] = "accept",
    [BX_NOTE_ACCEPT4] = "accept4",         [BX_NOTE_GETSOCKNAME] = "getsockname",
    [BX_NOTE_GETPEERNAME] = "getpeername", [BX_NOTE_NAMES] = "names",
    [BX_NOTE_HOST] = "host",               [BX_NOTE_EXEC] = "exec",
};
const char *bx_note_name(enum bx_note note) { return NAMES[note]; }

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long counts[BX_NOTES];
static struct {
    const char *what;
    char detail[300];
    unsigned long count;
} found[MOST_FOUND];
static size_t founds;

void bx_found(const char *what, const char *format, ...) {
    char detail[sizeof found->detail];
    va_list rest;
    va_start(rest, format);
    vsnprintf(detail, sizeof detail, format, rest);
    va_end(rest);
    pthread_mutex_lock(&lock);
    size_t at = 0;
    while (at < founds && (strcmp(found[at].what, what) != 0 || strcmp(found[at].detail, detail) != 0)) {
        at++;
    }
    if (at == founds && founds < MOST_FOUND) {
        found[at].what = what;
        strcpy(found[at].detail, detail);
        founds++;
    }
    if (at < founds) {
        found[at].count++;
    }
    pthread_mutex_unlock(&lock);
}

void bx_count(enum bx_note note) {
    pthread_mutex_lock(&lock);
    counts[note]++;
    pthread_mutex_unlock(&lock);
}

static void write_plain(FILE *to, const char *text) {
    for (; *text != '\0'; text++) {
        fputc(*text != '\t' && (unsigned char)*text < ' ' ? '?' : *text, to);
    }
}

void bx_write_observations(FILE *to) {
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < BX_NOTES; i++) {
        fprintf(to, "call\t%s\t%lu\n", NAMES[i], counts[i]);
    }
    for (size_t i = 0; i < founds; i++) {
        fprintf(to, "found\t%s\t%lu\t", found[i].what, found[i].count);
        write_plain(to, found[i].detail);
        fputc('\n', to);
    }
    pthread_mutex_unlock(&lock);
}
