// SPDX-License-Identifier: Apache-2.0
// wire.c, held to vectors/wire.txt byte for byte.
#include "tap.h"
#include "wire.h"
#include <arpa/inet.h>

struct block {
    char keys[16][32];
    char values[16][1024];
    int count;
};

static const char *value(const struct block *block, const char *key) {
    for (int i = 0; i < block->count; i++) {
        if (strcmp(block->keys[i], key) == 0) {
            return block->values[i];
        }
    }
    bail_out(key);
}

static unsigned long number(const struct block *block, const char *key) { return strtoul(value(block, key), NULL, 10); }

static size_t bytes(const struct block *block, const char *key, unsigned char *to) {
    const char *hex = value(block, key);
    size_t count = strlen(hex) / 2;
    for (size_t i = 0; i < count; i++) {
        sscanf(hex + 2 * i, "%2hhx", to + i);
    }
    return count;
}

static struct bx_endpoint endpoint(const struct block *block, const char *key) {
    char ip[64];
    unsigned int port = 0;
    sscanf(value(block, key), "%63[^:]:%u", ip, &port);
    return (struct bx_endpoint){ntohl(inet_addr(ip)), (uint16_t)port};
}

static bool equal(struct bx_endpoint a, struct bx_endpoint b) { return a.ip == b.ip && a.port == b.port; }

static void request(const struct block *block, const unsigned char *hex, size_t length) {
    unsigned char secret[16];
    unsigned char written[BX_REQUEST_BYTES + BX_TEXT_BYTES];
    struct bx_request request = {
        .verb = (uint8_t)number(block, "verb"),
        .side = (uint8_t)number(block, "side"),
        .port = (uint16_t)number(block, "port"),
        .address = ntohl(inet_addr(value(block, "address"))),
        .cookie = strtoull(value(block, "cookie"), NULL, 16),
        .text = value(block, "text"),
    };
    bytes(block, "secret", secret);
    size_t wrote = bx_encode_request(&request, secret, written);
    ok(wrote == length && memcmp(written, hex, length) == 0, "request: %s", value(block, "name"));
}

static void answer(const struct block *block, const unsigned char *hex) {
    struct bx_answer read;
    size_t length = 0;
    int code = bx_decode_answer(hex, &read, &length);
    ok(code == 0 && read.error == (int)number(block, "error") && read.side == number(block, "side") &&
           read.port == number(block, "port") && read.address == ntohl(inet_addr(value(block, "address"))) &&
           length == strlen(value(block, "text")) &&
           memcmp(hex + BX_ANSWER_BYTES, value(block, "text"), length) == 0,
       "answer: %s", value(block, "name"));
}

static struct bx_answer with_text(const unsigned char *text, size_t length) {
    struct bx_answer answer = {.length = length};
    memcpy(answer.text, text, length);
    return answer;
}

static void plan(const struct block *block, const unsigned char *hex, size_t length) {
    struct bx_answer answer = with_text(hex, length);
    struct bx_plan plan;
    unsigned char hello[256];
    unsigned char expect[256];
    size_t hello_bytes = bytes(block, "hello", hello);
    size_t expect_bytes = bytes(block, "expect", expect);
    answer.address = endpoint(block, "peer").ip;
    answer.port = endpoint(block, "peer").port;
    ok(bx_decode_plan(&answer, &plan) == 0 && equal(plan.local, endpoint(block, "local")) &&
           equal(plan.peer, endpoint(block, "peer")) && plan.hello_bytes == hello_bytes &&
           memcmp(plan.hello, hello, hello_bytes) == 0 && plan.expect_bytes == expect_bytes &&
           memcmp(plan.expect, expect, expect_bytes) == 0,
       "plan: %s", value(block, "name"));
}

static void ends(const struct block *block, const unsigned char *hex, size_t length) {
    struct bx_answer answer = with_text(hex, length);
    struct bx_endpoint own;
    struct bx_endpoint peer;
    answer.address = endpoint(block, "own").ip;
    answer.port = endpoint(block, "own").port;
    ok(bx_decode_ends(&answer, &own, &peer) == 0 && equal(own, endpoint(block, "own")) &&
           equal(peer, endpoint(block, "peer")),
       "ends: %s", value(block, "name"));
}

static void refused(const struct block *block, const unsigned char *hex, size_t length) {
    const char *kind = value(block, "kind");
    struct bx_answer answer = with_text(hex, length);
    struct bx_plan plan;
    struct bx_endpoint end;
    size_t text;
    int code = strcmp(kind, "no-answer") == 0 ? bx_decode_answer(hex, &answer, &text)
               : strcmp(kind, "no-plan") == 0 ? bx_decode_plan(&answer, &plan)
                                              : bx_decode_ends(&answer, &end, &end);
    same(code, -1, value(block, "name"));
}

static void check(const struct block *block) {
    unsigned char hex[1024];
    const char *kind = value(block, "kind");
    size_t length = bytes(block, "hex", hex);
    if (strcmp(kind, "request") == 0) {
        request(block, hex, length);
    } else if (strcmp(kind, "answer") == 0) {
        answer(block, hex);
    } else if (strcmp(kind, "plan") == 0) {
        plan(block, hex, length);
    } else if (strcmp(kind, "ends") == 0) {
        ends(block, hex, length);
    } else if (strcmp(kind, "no-request") != 0) { // those are for the other end
        refused(block, hex, length);
    }
}

static void too_long_a_name_is_not_sent(void) {
    char name[BX_TEXT_BYTES + 2];
    unsigned char to[BX_REQUEST_BYTES + BX_TEXT_BYTES];
    unsigned char secret[16] = {0};
    struct bx_request request = {.verb = BX_VERB_RESOLVE, .text = name};
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    same((long)bx_encode_request(&request, secret, to), 0, "a name of 256 bytes is not sent");
    request.text = NULL;
    same((long)bx_encode_request(&request, secret, to), BX_REQUEST_BYTES, "a question without a name is its head");
}

int main(void) {
    static struct block block;
    char line[2048];
    FILE *vectors = fopen(VECTORS "/wire.txt", "r");
    if (vectors == NULL) {
        bail_out(VECTORS "/wire.txt");
    }
    while (fgets(line, sizeof line, vectors) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *equals = strchr(line, '=');
        if (line[0] == '\0' && block.count > 0) {
            check(&block);
            block.count = 0;
        } else if (line[0] != '#' && equals != NULL) {
            *equals = '\0';
            snprintf(block.keys[block.count], sizeof block.keys[0], "%.31s", line);
            snprintf(block.values[block.count++], sizeof block.values[0], "%.1023s", equals + 1);
        }
    }
    check(&block);
    fclose(vectors);
    too_long_a_name_is_not_sent();
    return tap_end();
}
