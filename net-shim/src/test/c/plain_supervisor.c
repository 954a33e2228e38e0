// SPDX-License-Identifier: Apache-2.0
// A supervisor as boxer-init sees one.
//
//   plain_supervisor guest       says its process on standard error, the guest's variable on standard output; goes when told
//   plain_supervisor guest:WORDS the same with these words about the guest
//   plain_supervisor refuse:N    says why on standard error and ends with code N
//   plain_supervisor break:WORDS says these on standard output and ends with code 1, as a JVM that cannot start
//   plain_supervisor late        says its process, and then nothing; goes when told
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int count, char **arguments) {
    sigset_t told;
    int number;
    if (count != 2) {
        return 2;
    }
    if (strncmp(arguments[1], "refuse:", 7) == 0) {
        fprintf(stderr, "no room\n");
        return atoi(arguments[1] + 7);
    }
    if (strncmp(arguments[1], "break:", 6) == 0) {
        puts(arguments[1] + 6);
        return 1;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM); // as the real one, it goes when boxer-init is gone
    sigemptyset(&told);
    sigaddset(&told, SIGTERM);
    sigaddset(&told, SIGINT);
    sigprocmask(SIG_BLOCK, &told, NULL);
    fprintf(stderr, "supervisor %d\n", (int)getpid());
    if (strcmp(arguments[1], "guest") == 0) {
        printf("something else\nguest BOXER_NODE=1;alpha;10.77.200.5;24;boxer-test-nobody;00112233445566778899aabbccddeeff\n");
        fflush(stdout);
    }
    if (strncmp(arguments[1], "guest:", 6) == 0) {
        printf("guest %s\n", arguments[1] + 6);
        fflush(stdout);
    }
    sigwait(&told, &number);
    fprintf(stderr, "supervisor told %d\n", number);
    return 0;
}
