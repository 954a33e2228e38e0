// SPDX-License-Identifier: Apache-2.0
// Linked with the library, as if an administrator had put it where setuid programs load libraries from: LD_PRELOAD would not reach
// one. Says whether the kernel runs it with the rights of its file, and whose name it has: the host's, or a node's.
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(void) {
    struct utsname kernel;
    char name[65] = "";
    if (syscall(SYS_uname, &kernel) != 0 || gethostname(name, sizeof name) != 0) {
        return 1;
    }
    printf("%s %s\n", getauxval(AT_SECURE) != 0 ? "secure" : "ordinary",
           strcmp(name, kernel.nodename) == 0 ? "asleep" : name);
    return 0;
}
