// SPDX-License-Identifier: Apache-2.0
// A name server for programs that resolve by themselves, as Go does. The seccomp front end sees when they connect a datagram
// socket to a name server and connects it to this one, which knows the nodes and passes on all else to the server that was meant.
// No port 53 is needed, and no file of the host is changed.
#ifndef BOXER_DNS_H
#define BOXER_DNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define BX_DNS_PORT 53
#define BX_DNS_BYTES 4096

enum bx_dns_type { BX_DNS_A = 1, BX_DNS_PTR = 12 };
enum bx_dns_code { BX_DNS_DONE = 0, BX_DNS_SERVER_FAILED = 2, BX_DNS_NO_SUCH_NAME = 3 };

// dns_message.c. The one question of a message (RFC 1035, section 4).
struct bx_dns_question {
    char name[256]; // "cache", "cache.example.com": without the dot at its end
    uint16_t type;
    size_t end; // of the question, from the beginning of the message
};
// False: this is none, or has more than one.
bool bx_dns_read(const unsigned char *message, size_t length, struct bx_dns_question *question);
// The answer to the message in `bytes` in its place: its length. `data`: of one record of the type that was asked for, or null
size_t bx_dns_write(unsigned char *bytes, const struct bx_dns_question *question, enum bx_dns_code code, const void *data,
                    size_t count);
// A name in the form of a record. Bytes written; 0: it is none
size_t bx_dns_encode_name(const char *name, unsigned char *to);
// "3.0.77.10.in-addr.arpa": the address 10.77.0.3
bool bx_dns_read_reverse(const char *name, uint32_t *ip);

// The address in an answer to this question; false: it has none. dns_message.c
bool bx_dns_read_answer(const unsigned char *message, size_t length, const struct bx_dns_question *question, uint32_t *ip);

// dns_ask.c. The address of another host by /etc/hosts and the name servers of /etc/resolv.conf. 0, ENOENT, ETIMEDOUT
int bx_dns_ask(const char *name, uint32_t *ip);

// dns.c. 0: it is the name of a node, with this address; else an error
int bx_dns_resolve(const char *name, uint32_t *ip);
// Starts the server, in a thread of its own. False: there is none, programs go to theirs
bool bx_dns_start(void);
// connect() of a datagram socket to a name server: it is connected to ours. False: it is not, and was none
bool bx_dns_connect(int fd, const struct sockaddr_storage *to);

#endif
