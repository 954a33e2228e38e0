// SPDX-License-Identifier: Apache-2.0
// Requests of the shim to its supervisor: one on each connection to an abstract Unix socket, answered, closed.
// The Java end is io.boxer.shim; both are held to src/test/vectors/wire.txt. All numbers big endian.
//
//  request  0        4      5      6      8         12       14       16       24        40
//           | "BXR1" | verb | side | port | address | length | 0      | cookie | secret  | text …
//
//  answer   0        4       8      9   10     12        16       18       24
//           | "BXA1" | error | side | 0 | port | address | length | 0      | text …
//
// `error` is 0 or a number of errno.h; `length` counts the bytes of the text; `side` is 0 (none), 1 (public), 2 (private).
#ifndef BOXER_WIRE_H
#define BOXER_WIRE_H

#include "address.h"
#include <stddef.h>
#include <stdint.h>

#define BX_REQUEST_BYTES 40
#define BX_ANSWER_BYTES 24
#define BX_TEXT_BYTES 255

enum bx_verb {
    BX_VERB_RESOLVE = 1,   // text: a name       -> address; ENOENT: no node has it
    BX_VERB_REVERSE = 2,   // address            -> text: the node's name; ENOENT
    BX_VERB_LISTEN = 3,    // side, port, cookie -> nothing: this node listens there from now on
    // port -> side on which the node itself listens; 0: it does not. For kernels that do not tell (listener.c)
    BX_VERB_LOCALHOST = 4,
    // address, port, cookie; `side`: how many plans have failed before -> peer's real address and port, text: a plan; or
    // the error of connect()
    BX_VERB_CONNECT = 5,
    // port: of the doorbell's end -> address, port: of the node that connects; then one byte with the connection's descriptor
    BX_VERB_CLAIM = 6,
    // cookie -> address, port: the socket's own as the program is to see them; text: the same of its peer, 6 bytes; ENOENT
    BX_VERB_LOOKUP = 7,
    BX_VERB_MEMBERS = 8, // nothing: the files that guests read have all members, and /etc/hosts as it is now
};

//  plan     0              4       6       7        8
//           | local address| port  | hello | expect | hello bytes … | bytes to expect …
#define BX_PLAN_BYTES 8


struct bx_request {
    uint8_t verb;
    uint8_t side;
    uint16_t port;
    uint32_t address;
    uint64_t cookie;
    const char *text; // may be null
};

struct bx_answer {
    int error;
    uint8_t side;
    uint16_t port;
    uint32_t address;
    size_t length;                // of the text
    char text[BX_TEXT_BYTES + 1]; // ends with a zero byte
};

// How to reach a node of another host. Points into the answer.
struct bx_plan {
    struct bx_endpoint local;
    struct bx_endpoint peer;
    size_t hello_bytes;
    const unsigned char *hello;
    size_t expect_bytes;
    const unsigned char *expect;
};

// Bytes written, or 0 if the text is too long. `to` has room for BX_REQUEST_BYTES + BX_TEXT_BYTES.
size_t bx_encode_request(const struct bx_request *request, const unsigned char secret[16], unsigned char *to);
// 0, or -1 if these are not the first BX_ANSWER_BYTES of an answer; *text_length more bytes follow.
int bx_decode_answer(const unsigned char *from, struct bx_answer *answer, size_t *text_length);

// 0, or -1 if the text of this answer is no plan.
int bx_decode_plan(const struct bx_answer *answer, struct bx_plan *plan);
// 0, or -1 if this answer to LOOKUP is none.
int bx_decode_ends(const struct bx_answer *answer, struct bx_endpoint *own, struct bx_endpoint *peer);

// Asks the supervisor. 0 and *answer (whose `error` may still be set), or -errno: it could not be asked.
// Blocks for at most six seconds, whatever signals come. Keeps errno.
int bx_ask(const struct bx_request *request, struct bx_answer *answer);
// The same for an answer that brings a descriptor (if its `error` is 0); *descriptor is the caller's, close-on-exec.
int bx_ask_for_descriptor(const struct bx_request *request, struct bx_answer *answer, int *descriptor);

#endif
