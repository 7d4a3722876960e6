/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many processes that do nothing: sleepers COUNT. Says "ready <count>" when all sleep. They end when standard input
 * does, when this process dies however it dies (they wait on a pipe only it holds), and after 5 minutes in any case.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: sleepers COUNT\n");
        return 2;
    }
    int count = atoi(argv[1]), hold[2], born = 0;
    char byte;
    if (pipe(hold)) {
        perror("sleepers: pipe");
        return 1;
    }
    alarm(300);
    for (; born < count; born++) {
        pid_t pid = fork();
        if (pid < 0) {
            fprintf(stderr, "sleepers: fork %d of %d: %s\n", born + 1, count, strerror(errno));
            break;
        }
        if (pid == 0) {
            close(hold[1]);
            close(0);
            while (read(hold[0], &byte, 1) < 0 && errno == EINTR) {}
            _exit(0);
        }
    }
    if (born == count) {
        printf("ready %d\n", born);
        fflush(stdout);
        while (read(0, &byte, 1) > 0) {}
    }
    close(hold[1]);
    while (wait(NULL) > 0) {}
    return born == count ? 0 : 1;
}
