/* SPDX-License-Identifier: Apache-2.0 */
/* Does what a test of the sensors asks for, and nothing else. Each scenario ends by itself or when standard input does. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char **arguments;
static pthread_barrier_t barrier;

static void fail(const char *what)
{
    perror(what);
    exit(99);
}

static void *nothing(void *unused)
{
    return unused;
}

static void start(void *(*body)(void *), pthread_t *thread)
{
    if (pthread_create(thread, NULL, body, NULL))
        fail("pthread_create");
}

/* N children one after the other; every tenth executes /bin/true, the others exit with their number modulo 200. */
static int storm(int n)
{
    for (int i = 0; i < n; i++) {
        pid_t child = fork();
        if (child < 0)
            fail("fork");
        if (child == 0) {
            if (i % 10 == 0)
                execl("/bin/true", "true", (char *)NULL);
            _exit(i % 200);
        }
        if (waitpid(child, NULL, 0) < 0)
            fail("waitpid");
    }
    return 0;
}

static int threads(int n)
{
    for (int i = 0; i < n; i++) {
        pthread_t thread;
        start(nothing, &thread);
        pthread_join(thread, NULL);
    }
    return 0;
}

static void wait_for_end_of_input(void)
{
    char c;
    while (read(0, &c, 1) > 0) {
    }
}

static void *outlive_leader(void *unused)
{
    wait_for_end_of_input();
    _exit(5);
    return unused;
}

/* The leader ends at once; another thread ends the process when standard input ends. Holds 8 MB meanwhile. */
static void leader_first(void)
{
    pthread_t thread;
    char *memory = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(memory, 1, 8 << 20);
    start(outlive_leader, &thread);
    puts("ready");
    fflush(stdout);
    pthread_exit(NULL);
}

static void *meet(void *unused)
{
    pthread_barrier_wait(&barrier);
    pthread_exit(NULL);
    return unused;
}

/* N children, in each of which three threads end at the same moment. */
static int together(int n)
{
    for (int i = 0; i < n; i++) {
        pid_t child = fork();
        if (child < 0)
            fail("fork");
        if (child == 0) {
            pthread_t a, b;
            pthread_barrier_init(&barrier, NULL, 3);
            start(meet, &a);
            start(meet, &b);
            meet(NULL);
        }
        waitpid(child, NULL, 0);
    }
    return 0;
}

static void *exec_here(void *unused)
{
    execv(arguments[0], arguments);
    fail("execv");
    return unused;
}

static void exec_from_thread(void)
{
    pthread_t thread;
    start(exec_here, &thread);
    pause();
}

static void *burn(void *unused)
{
    struct timespec now;
    do
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    while (now.tv_sec == 0 && now.tv_nsec < 200 * 1000 * 1000);
    return unused;
}

static void *burn_and_stay(void *unused)
{
    burn(unused);
    pthread_barrier_wait(&barrier);
    pause();
    return unused;
}

/* 32 MB private, 4 MB shared, 300 more open files, limit 777, one thread gone, one alive, each having burnt 0.2 s. */
static int hold(void)
{
    struct rlimit limit = {777, 777};
    pthread_t thread;
    setrlimit(RLIMIT_NOFILE, &limit);
    for (int i = 0; i < 300; i++)
        if (open("/dev/null", O_RDONLY) < 0)
            fail("open");
    char *private = mmap(NULL, 32 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *shared = mmap(NULL, 4 << 20, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    memset(private, 1, 32 << 20);
    memset(shared, 1, 4 << 20);
    pthread_barrier_init(&barrier, NULL, 2);
    start(burn, &thread);
    pthread_join(thread, NULL);
    start(burn_and_stay, &thread);
    pthread_barrier_wait(&barrier);
    pid_t zombie = fork();
    if (zombie == 0)
        _exit(3);
    siginfo_t info;
    waitid(P_PID, zombie, &info, WEXITED | WNOWAIT);
    printf("ready %d\n", zombie);
    fflush(stdout);
    wait_for_end_of_input();
    return 0;
}

/* Touches 24 MB, gives it back, and ends. */
static int peak(void)
{
    char *memory = mmap(NULL, 24 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(memory, 1, 24 << 20);
    munmap(memory, 24 << 20);
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    int n = argc > 2 ? atoi(argv[2]) : 0;
    arguments = argv + 2;
    if (!strcmp(what, "storm"))
        return storm(n);
    if (!strcmp(what, "threads"))
        return threads(n);
    if (!strcmp(what, "together"))
        return together(n);
    if (!strcmp(what, "leader-first"))
        leader_first();
    if (!strcmp(what, "exec-from-thread"))
        exec_from_thread();
    if (!strcmp(what, "hold"))
        return hold();
    if (!strcmp(what, "peak"))
        return peak();
    if (!strcmp(what, "exit"))
        return n;
    if (!strcmp(what, "name")) {
        prctl(PR_SET_NAME, "\xff\xfe\x80nix");
        return 0;
    }
    if (!strcmp(what, "signal")) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        signal(n, SIG_DFL);
        raise(n);
        return 98;
    }
    if (!strcmp(what, "ignore"))
        return 0;
    fprintf(stderr, "unknown scenario '%s'\n", what);
    return 97;
}
