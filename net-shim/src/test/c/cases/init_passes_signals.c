// SPDX-License-Identifier: Apache-2.0
// The program is this one again: it says the number of each signal that it gets, and ends when its input does.
#include "../initiate.h"
#include <sys/ioctl.h>
#include <sys/signalfd.h>

static const int SIGNALS[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGWINCH, SIGALRM};
#define SIGNAL_COUNT (sizeof SIGNALS / sizeof *SIGNALS)

static int listener(void) {
    sigset_t all;
    char byte;
    sigemptyset(&all);
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        sigaddset(&all, SIGNALS[i]);
    }
    sigprocmask(SIG_BLOCK, &all, NULL);
    struct pollfd wait[] = {{.fd = signalfd(-1, &all, SFD_CLOEXEC), .events = POLLIN}, {.fd = 0, .events = POLLIN}};
    printf("ready\n");
    fflush(stdout);
    for (;;) {
        struct signalfd_siginfo signal;
        poll(wait, 2, -1);
        if (wait[0].revents != 0 && read(wait[0].fd, &signal, sizeof signal) == sizeof signal) {
            printf("%d\n", (int)signal.ssi_signo);
            fflush(stdout);
        } else if (wait[1].revents != 0 && read(0, &byte, 1) != 1) {
            return 5;
        }
    }
}

static const char *const *self(void) {
    static const char *list[3];
    list[0] = beside("init_passes_signals");
    list[1] = "listener";
    return list;
}

static void each_once(void) {
    struct run run = begin("guest", self(), NULL);
    char number[8];
    same_text(line_of(run.out), "ready", "the program runs");
    for (size_t i = 0; i < SIGNAL_COUNT; i++) {
        kill(run.pid, SIGNALS[i]);
        sprintf(number, "%d", SIGNALS[i]);
        same_text(line_of(run.out), number, strsignal(SIGNALS[i]));
    }
    enter(&run, "");
    same_text(rest_of(run.out), "", "each once");
    same(end(&run), 5, "the program's own end");
}

static void before_the_program(void) {
    static const int told[] = {SIGTERM, SIGINT, SIGHUP};
    for (int i = 0; i < 3; i++) {
        struct run run = begin("late", (const char *const[]){"/bin/echo", "never", NULL}, NULL);
        ok(strncmp(line_of(run.err), "supervisor ", 11) == 0, "the supervisor starts");
        kill(run.pid, told[i]);
        same_text(line_of(run.err), "supervisor told 15", "it is told to go");
        same_text(rest_of(run.out), "", "the program does not run");
        same(end(&run), 128 + told[i], "ended while it starts");
    }
}

static int terminal_of_child;

static void take_terminal(void) {
    setsid();
    ioctl(terminal_of_child, TIOCSCTTY, 0);
}

static void a_terminal(void) {
    int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    int line = terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0 ? -1 : open(ptsname(terminal), O_RDWR | O_NOCTTY);
    if (line < 0) {
        skip("Ctrl-C", "there are no pseudo-terminals here");
        return;
    }
    terminal = fcntl(terminal, F_DUPFD_CLOEXEC, 40); // begin() closes the numbers before
    terminal_of_child = 8;
    dup2(line, 8);
    struct run run = begin("guest", self(), take_terminal);
    same_text(line_of(run.out), "ready", "the program runs");
    (void)!write(terminal, "\003", 1);
    same_text(line_of(run.out), "2", "Ctrl-C is SIGINT");
    enter(&run, "");
    same_text(rest_of(run.out), "", "once");
    same(end(&run), 5, "the program's own end");
}

int main(int count, char **arguments) {
    (void)arguments;
    if (count == 2) {
        return listener();
    }
    each_once();
    before_the_program();
    a_terminal();
    return tap_end();
}
