// SPDX-License-Identifier: Apache-2.0
// Names of nodes and their addresses: the own, then the file of members, then the supervisor's word.
#include "note.h"
#include "shim.h"
#include "wire.h"
#include <errno.h>
#include <string.h>

int bx_look_up_name(const char *name, uint32_t *ip) {
    char label[BX_TEXT_BYTES + 1];
    size_t length = strcspn(name, ".");
    bool is_one = length > 0 && length <= BX_TEXT_BYTES && (name[length] == '\0' || name[length + 1] == '\0');
    if (!is_one) { // "cache." is "cache"; a name of more than one label is no node's
        return ENOENT;
    }
    memcpy(label, name, length);
    label[length] = '\0';
    if (strcasecmp(label, bx_node.name) == 0) {
        *ip = bx_node.self.ip;
        return 0;
    }
    if (strcasecmp(label, "localhost") == 0) {
        return ENOENT;
    }
    bx_note(BX_NOTE_NAMES, -1);
    if (bx_find_member(label, ip)) {
        return 0;
    }
    struct bx_request question = {.verb = BX_VERB_RESOLVE, .text = label};
    struct bx_answer answer;
    int error = -bx_ask(&question, &answer);
    *ip = answer.address;
    return error != 0 ? error : answer.error;
}

int bx_look_up_address(uint32_t ip, char *name) {
    struct bx_request question = {.verb = BX_VERB_REVERSE, .address = ip};
    struct bx_answer answer;
    bx_note(BX_NOTE_NAMES, -1);
    if (bx_name_member(ip, name)) {
        return 0;
    }
    int error = -bx_ask(&question, &answer);
    if (error == 0 && answer.error == 0) {
        memcpy(name, answer.text, answer.length + 1);
    }
    return error != 0 ? error : answer.error != 0 ? answer.error : *name == '\0' ? ENOENT : 0;
}
