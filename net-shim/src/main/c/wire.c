// SPDX-License-Identifier: Apache-2.0
#include "wire.h"
#include <string.h>

static void put16(unsigned char *to, uint16_t value) {
    to[0] = (unsigned char)(value >> 8);
    to[1] = (unsigned char)value;
}

static void put32(unsigned char *to, uint32_t value) {
    put16(to, (uint16_t)(value >> 16));
    put16(to + 2, (uint16_t)value);
}

static uint16_t get16(const unsigned char *from) { return (uint16_t)(from[0] << 8 | from[1]); }

static uint32_t get32(const unsigned char *from) { return (uint32_t)get16(from) << 16 | get16(from + 2); }

size_t bx_encode_request(const struct bx_request *request, const unsigned char secret[16], unsigned char *to) {
    size_t length = request->text == NULL ? 0 : strlen(request->text);
    if (length > BX_TEXT_BYTES) {
        return 0;
    }
    memset(to, 0, BX_REQUEST_BYTES);
    memcpy(to, "BXR1", 4);
    to[4] = request->verb;
    to[5] = request->side;
    put16(to + 6, request->port);
    put32(to + 8, request->address);
    put16(to + 12, (uint16_t)length);
    put32(to + 16, (uint32_t)(request->cookie >> 32));
    put32(to + 20, (uint32_t)request->cookie);
    memcpy(to + 24, secret, 16);
    if (length > 0) {
        memcpy(to + BX_REQUEST_BYTES, request->text, length);
    }
    return BX_REQUEST_BYTES + length;
}

int bx_decode_answer(const unsigned char *from, struct bx_answer *answer, size_t *text_length) {
    *text_length = get16(from + 16);
    if (memcmp(from, "BXA1", 4) != 0 || *text_length > BX_TEXT_BYTES || from[8] > 2) {
        return -1;
    }
    answer->error = (int)get32(from + 4);
    answer->side = from[8];
    answer->port = get16(from + 10);
    answer->address = get32(from + 12);
    answer->length = 0;
    answer->text[0] = '\0';
    return 0;
}

int bx_decode_plan(const struct bx_answer *answer, struct bx_plan *plan) {
    const unsigned char *text = (const unsigned char *)answer->text;
    if (answer->length < BX_PLAN_BYTES || answer->length != (size_t)BX_PLAN_BYTES + text[6] + text[7]) {
        return -1;
    }
    *plan = (struct bx_plan){
        .local = {get32(text), get16(text + 4)},
        .peer = {answer->address, answer->port},
        .hello_bytes = text[6],
        .hello = text + BX_PLAN_BYTES,
        .expect_bytes = text[7],
        .expect = text + BX_PLAN_BYTES + text[6],
    };
    return 0;
}

int bx_decode_ends(const struct bx_answer *answer, struct bx_endpoint *own, struct bx_endpoint *peer) {
    const unsigned char *text = (const unsigned char *)answer->text;
    if (answer->length != 6) {
        return -1;
    }
    *own = (struct bx_endpoint){answer->address, answer->port};
    *peer = (struct bx_endpoint){get32(text), get16(text + 4)};
    return 0;
}
