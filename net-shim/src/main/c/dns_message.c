// SPDX-License-Identifier: Apache-2.0
#include "dns.h"
#include <stdio.h>
#include <string.h>

#define HEADER_BYTES 12
#define REVERSE ".in-addr.arpa"

static uint16_t get16(const unsigned char *from) { return (uint16_t)(from[0] << 8 | from[1]); }

static void put16(unsigned char *to, uint16_t value) {
    to[0] = (unsigned char)(value >> 8);
    to[1] = (unsigned char)value;
}

bool bx_dns_read(const unsigned char *message, size_t length, struct bx_dns_question *question) {
    size_t at = HEADER_BYTES;
    size_t wrote = 0;
    if (length < HEADER_BYTES || (message[2] & 0xf8) != 0 || get16(message + 4) != 1) { // a standard question, one
        return false;
    }
    while (at < length && message[at] != 0) {
        size_t label = message[at];
        if (label > 63 || at + 1 + label >= length || wrote + label + 2 > sizeof question->name) {
            return false;
        }
        if (wrote > 0) {
            question->name[wrote++] = '.';
        }
        memcpy(question->name + wrote, message + at + 1, label);
        wrote += label;
        at += 1 + label;
    }
    if (at + 5 > length || get16(message + at + 3) != 1) { // class IN
        return false;
    }
    question->name[wrote] = '\0';
    question->type = get16(message + at + 1);
    question->end = at + 5;
    return strlen(question->name) == wrote;
}

size_t bx_dns_write(unsigned char *bytes, const struct bx_dns_question *question, enum bx_dns_code code, const void *data,
                    size_t count) {
    static const unsigned char record[] = {0xc0, HEADER_BYTES, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0}; // the name asked for, IN, for 1 s
    unsigned char *at = bytes + question->end;
    bytes[2] = (unsigned char)(0x84 | (bytes[2] & 1)); // an answer, and we should know
    bytes[3] = (unsigned char)(0x80 | code);
    memset(bytes + 6, 0, 6);
    if (data == NULL) {
        return question->end;
    }
    put16(bytes + 6, 1);
    memcpy(at, record, sizeof record);
    put16(at + 2, question->type);
    put16(at + 10, (uint16_t)count);
    memcpy(at + sizeof record, data, count);
    return question->end + sizeof record + count;
}

size_t bx_dns_encode_name(const char *name, unsigned char *to) {
    size_t wrote = 0;
    while (*name != '\0') {
        size_t label = strcspn(name, ".");
        if (label == 0 || label > 63 || wrote + label + 2 > 255) {
            return 0;
        }
        to[wrote++] = (unsigned char)label;
        memcpy(to + wrote, name, label);
        wrote += label;
        name += label + (name[label] == '.');
    }
    to[wrote++] = 0;
    return wrote;
}

bool bx_dns_read_reverse(const char *name, uint32_t *ip) {
    unsigned part[4];
    int used = 0;
    if (sscanf(name, "%3u.%3u.%3u.%3u%n", &part[0], &part[1], &part[2], &part[3], &used) != 4 ||
        strcasecmp(name + used, REVERSE) != 0) {
        return false;
    }
    *ip = 0;
    for (int i = 3; i >= 0; i--) {
        if (part[i] > 255) {
            return false;
        }
        *ip = *ip << 8 | part[i];
    }
    return true;
}

// The end of a name in a message; `length`: it has none
static size_t skip_name(const unsigned char *message, size_t length, size_t at) {
    while (at < length && message[at] != 0) {
        if ((message[at] & 0xc0) == 0xc0) {
            return at + 2; // the rest is elsewhere
        }
        at += 1u + message[at];
    }
    return at + 1;
}

bool bx_dns_read_answer(const unsigned char *message, size_t length, const struct bx_dns_question *question, uint32_t *ip) {
    size_t at = question->end;
    unsigned count = length < HEADER_BYTES ? 0 : get16(message + 6);
    for (; count > 0; count--) {
        at = skip_name(message, length, at);
        if (at + 10 > length || at + 10 + get16(message + at + 8) > length) {
            return false;
        }
        if (get16(message + at) == BX_DNS_A && get16(message + at + 2) == 1 && get16(message + at + 8) == 4) {
            const unsigned char *data = message + at + 10;
            *ip = (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
            return true;
        }
        at += 10u + get16(message + at + 8);
    }
    return false;
}
