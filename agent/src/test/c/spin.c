// Spends CPU time in one function, until standard input ends; says so by a line first.
// spin | spin child (what spins is a child that executes nothing)
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

__attribute__((noinline)) unsigned long inner_busy(unsigned long x)
{
    for (int i = 0; i < 20000000; i++)
        x = x * 6364136223846793005ul + 1442695040888963407ul;
    return x;
}

__attribute__((noinline)) unsigned long outer_busy(unsigned long x)
{
    return inner_busy(x) + 1; // so that it is no tail call
}

int main(int argc, char **argv)
{
    struct pollfd in = {.fd = 0, .events = POLLIN};
    volatile unsigned long x = 1;
    int child = argc > 1 && !strcmp(argv[1], "child") ? fork() : 0;
    if (child > 0) {
        printf("%d\n", child);
        fflush(stdout);
        wait(NULL);
        return 0;
    }
    if (argc == 1) {
        printf("ready\n");
        fflush(stdout);
    }
    while (poll(&in, 1, 0) == 0)
        x = outer_busy(x);
    return 0;
}
