// SPDX-License-Identifier: Apache-2.0
// boxer-init looks at a program while it runs and tells what it saw: calls through the library, calls past it, and what a node does not
// have. What the program does is as without it.
#include "../initiate.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

static const char *const by_cat[] = {"--report", "cat", "--", NULL};
static const char *const by_cat_alone[] = {"--report-alone", "cat", "--", NULL};

// A call that no library makes for us.
static long call(long number, long a, long b, long c) {
#if defined(__x86_64__)
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
#endif
}

static struct sockaddr_in at(const char *ip, uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    inet_pton(AF_INET, ip, &address.sin_addr);
    return address;
}

static int use_library(void) {
    struct sockaddr_in to = at("127.0.0.1", 7099);
    int on = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool done = bind(listener, (struct sockaddr *)&to, sizeof to) == 0 && listen(listener, 8) == 0 &&
                connect(fd, (struct sockaddr *)&to, sizeof to) == 0 && accept(listener, NULL, NULL) >= 0;
    printf("%s\n", done ? "connected" : "not connected");
    return 7;
}

static int pass_by(void) {
    struct sockaddr_in to = at("127.0.0.1", 1);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    printf("%s\n", strerror((int)-call(SYS_connect, fd, (long)&to, sizeof to)));
    char room[120] = "";
    call(425, 4, (long)room, 0); // io_uring_setup
    return 0;
}

static int use_others(void) {
    struct sockaddr_in node = at("10.77.200.9", 53);
    struct sockaddr_in any = at("0.0.0.0", 0);
    struct sockaddr_in6 any6 = {.sin6_family = AF_INET6, .sin6_port = 0};
    struct ip_mreq group = {0};
    int on = 1;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int six = socket(AF_INET6, SOCK_STREAM, 0);
    ssize_t sent = sendto(fd, "x", 1, 0, (struct sockaddr *)&node, sizeof node);
    printf("%s\n", sent < 0 ? strerror(errno) : "sent");
    any.sin_port = htons(7098);
    bind(fd, (struct sockaddr *)&any, sizeof any);
    inet_pton(AF_INET, "224.0.0.251", &group.imr_multiaddr);
    setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof group);
    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", 2);
    setsockopt(six, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    bind(six, (struct sockaddr *)&any6, sizeof any6);
    listen(six, 1);
    socket(AF_INET, SOCK_RAW, 1);
    socket(AF_INET, SOCK_STREAM, 132);
    prctl(PR_SET_DUMPABLE, 0);
    syscall(425, 4, NULL);
    return 0;
}

static const char *self(void) {
    static char path[512];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    return path;
}

static const char *run_and_see(const char *supervisor, const char *const *program, void (*before)(void), int code) {
    struct run run = begin(supervisor, program, before);
    enter(&run, "");
    const char *said = rest_of(run.out);
    same(end(&run), code, "the reporter's code");
    return said;
}

static void has(const char *said, const char *wanted) { ok(strstr(said, wanted) != NULL, "among what was seen: %s", wanted); }
static void has_not(const char *said, const char *unwanted) { ok(strstr(said, unwanted) == NULL, "not among what was seen: %s", unwanted); }

static void calls_are_counted(void) {
    const char *program[] = {self(), "library", NULL};
    options = by_cat;
    const char *said = run_and_see("guest", program, NULL, 0);
    has(said, "connected\nboxer-observations\t1\n");
    has(said, "\nfits\tpreload\nsetuid\tno\nfront-end\tpreload\n");
    if (strstr(said, "\nobserved\tyes\n") == NULL) {
        skip("calls", "this machine refuses to tell of them");
        has(said, "\nrefused\t");
        return;
    }
    has(said, "\ncode\t7\ncall\tconnect\t1\ncall\tbind\t1\ncall\tlisten\t1\ncall\taccept\t1\ncall\taccept4\t0\n");
    has_not(said, "past-library");
    has_not(said, "found\t");
    options = by_cat_alone;
    said = run_and_see("guest", program, NULL, 0);
    ok(strncmp(said, "boxer-observations\t1\n", 21) == 0, "the report has the standard output alone");

    program[1] = "past";
    said = run_and_see("guest", program, NULL, 0);
    char file[600];
    snprintf(file, sizeof file, "\nfound\tpast-library\t1\tconnect\t%s\n", self());
    has(said, file);
    has(said, "\nfound\tio-uring\t1\tin use\n");
    has(said, "\ncall\tconnect\t0\n");
}

static void uses_are_found(const char *supervisor, const char *front_end) {
    const char *program[] = {self(), "others", NULL};
    options = by_cat;
    const char *said = run_and_see(supervisor, program, NULL, 0);
    if (strstr(said, "\nobserved\tyes\n") == NULL) {
        skip("uses", "this machine refuses to tell of calls");
        return;
    }
    has(said, front_end);
    has(said, "\nfound\tdatagrams-to-node\t1\tsent\n");
    has(said, "\nfound\tdatagram-listener\t1\tport 7098\n");
    has(said, "\nfound\tmulticast\t1\t");
    has(said, "\nfound\tbind-to-device\t1\tlo\n");
    has(said, "\nfound\tipv6-only-listener\t1\t\n");
    has(said, "\nfound\traw-socket\t1\tSOCK_RAW\n");
    has(said, "\nfound\tother-protocol\t1\tSCTP\n");
    has(said, "\nfound\thides-memory\t1\t");
    has(said, "\nfound\tio-uring\t1\trefused\n");
}

static void children_are_looked_at(void) {
    char line[900];
    char directory[] = "/tmp/boxer-test-XXXXXX";
    if (mkdtemp(directory) == NULL) {
        bail_out(directory);
    }
    snprintf(line, sizeof line,
             "cd %s && printf '\\177ELF\\001\\001\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\002\\000\\003\\000%%044d' 0 >narrow; chmod 755 narrow; "
             "./narrow; cp /bin/true raised && chmod 4755 raised && chown 65534 raised 2>/dev/null; chmod 4755 raised; ./raised; /bin/true; "
             "%s; /nowhere; rm -r %s",
             directory, beside("static_program"), directory);
    const char *program[] = {"/bin/sh", "-c", line, NULL};
    options = by_cat;
    setenv("BOXER_TEST_QUIET", "1", 1);
    const char *said = run_and_see("guest", program, NULL, 0);
    if (strstr(said, "\nobserved\tyes\n") == NULL) {
        skip("children", "this machine refuses to tell of calls");
        return;
    }
    if (access(beside("static_program"), X_OK) == 0) {
        has(said, "static_program: a static program\n");
    }
    if (getuid() == 0) {
        has(said, "\nfound\tchild-setuid\t1\t./raised\n");
    }
    has(said, "\nfound\tchild-foreign\t1\t./narrow\n"); // 32-bit x86
    has_not(said, "/bin/true\n");
    has_not(said, "/nowhere\n");
}

// The program runs all the same.
static void where_it_is_forbidden(void (*before)(void), const char *refused) {
    const char *program[] = {self(), "library", NULL};
    options = by_cat;
    const char *said = run_and_see("guest", program, before, 0);
    has(said, "connected\n");
    has(said, "\nfront-end\tpreload\nobserved\tno\n");
    has(said, refused);
    has(said, "\ncode\t7\n");
}

static void what_cannot_run_is_reported(void) {
    const char *program[] = {"no-such-program", NULL};
    options = by_cat;
    const char *said = run_and_see("guest", program, NULL, 0);
    has(said, "\nfits\tnone\n");
    has(said, "\nfront-end\tnone\nobserved\tno\ncode\t127\n");
    const char *missing[] = {"--report", "/nowhere/reporter", "--", NULL};
    options = missing;
    program[0] = "/bin/false";
    run_and_see("guest", program, NULL, 1);
}

int main(int count, char **arguments) {
    if (count == 2) {
        return strcmp(arguments[1], "library") == 0 ? use_library() : strcmp(arguments[1], "past") == 0 ? pass_by() : use_others();
    }
    calls_are_counted();
    uses_are_found("guest", "\nfront-end\tpreload\n");
    uses_are_found("guest:seccomp BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff",
                   "\nfront-end\tseccomp\n");
    children_are_looked_at();
    what_cannot_run_is_reported();
    if (filters_are_allowed()) {
        where_it_is_forbidden(forbid_seccomp, "\nrefused\tseccomp(SECCOMP_SET_MODE_FILTER)\tOperation not permitted\n");
        where_it_is_forbidden(forbid_pidfd_getfd, "\nrefused\tpidfd_getfd\tOperation not permitted\n");
    } else {
        skip("a machine that forbids it", "no filter can be installed here");
    }
    return tap_end();
}
