/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A forking load with exact accounts. COUNT processes are forked by WORKERS processes of its own; every EXEC_EVERY-th
 * runs /bin/true (0: none). With RATE (forks a second, one worker only) it forks at that pace and says when it did.
 * Output: "pid <own pid>"; with RATE "fork <number> <CLOCK_BOOTTIME ns before the call>" each; at last
 * "done <forks> <nanoseconds elapsed> <CPU nanoseconds of all, children included>". Ends after 2 minutes in any case.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static unsigned long long now_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void die(const char *what) {
    fprintf(stderr, "forks: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void one(int number, int exec_every) {
    pid_t pid = fork();
    if (pid < 0) die("fork");
    if (pid == 0) {
        if (exec_every > 0 && number % exec_every == 0) execl("/bin/true", "true", (char *)NULL);
        _exit(0);
    }
    if (waitpid(pid, NULL, 0) != pid) die("wait");
}

static unsigned long long cpu_ns(int who) {
    struct rusage usage;
    getrusage(who, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000ull
        + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000ull;
}

static void paced(int count, int exec_every, int rate) {
    unsigned long long begin = now_ns(CLOCK_MONOTONIC);
    unsigned long long *when = calloc(count, sizeof *when);
    if (!when) die("memory");
    for (int i = 0; i < count; i++) {
        unsigned long long due = begin + i * 1000000000ull / rate;
        struct timespec t = {.tv_sec = due / 1000000000, .tv_nsec = due % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
        when[i] = now_ns(CLOCK_BOOTTIME);
        one(i, exec_every);
    }
    for (int i = 0; i < count; i++) printf("fork %d %llu\n", i + 1, when[i]);
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: forks COUNT WORKERS EXEC_EVERY RATE\n");
        return 2;
    }
    int count = atoi(argv[1]), workers = atoi(argv[2]), exec_every = atoi(argv[3]), rate = atoi(argv[4]);
    alarm(120);
    printf("pid %d\n", getpid());
    fflush(stdout);
    unsigned long long begin = now_ns(CLOCK_MONOTONIC);
    if (rate > 0) {
        paced(count, exec_every, rate);
    } else {
        pid_t parent = getpid();
        for (int w = 0; w < workers; w++) {
            pid_t pid = fork();
            if (pid < 0) die("fork");
            if (pid > 0) continue;
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != parent) _exit(1);
            int share = count / workers + (w < count % workers);
            for (int i = 0; i < share; i++) one(i, exec_every);
            _exit(0);
        }
        int status, failed = 0;
        while (wait(&status) > 0) failed |= status;
        if (failed) return 1;
    }
    unsigned long long elapsed = now_ns(CLOCK_MONOTONIC) - begin;
    printf("done %d %llu %llu\n", count, elapsed, cpu_ns(RUSAGE_SELF) + cpu_ns(RUSAGE_CHILDREN));
    return 0;
}
