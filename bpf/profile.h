/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * What the profiler and the walk over kernel stacks write. It is looked at and thrown away within seconds and never reaches
 * the engine or a recording, so it may change at will; a test holds the Java side against the built objects.
 */
#pragma once

#define LINNIX_FRAMES 127      /* of one side: what the kernel itself allows for by default */
#define LINNIX_TASK_FRAMES 64  /* of a sleeping thread */
#define LINNIX_STACK_THREADS 256

/* Addresses from the leaf outward: `kernel` bytes of kernel frames, then `user` bytes of user frames. */
struct linnix_sample {
    unsigned int pid; /* tgid */
    unsigned int tid;
    unsigned int space; /* tgid of the oldest living ancestor that has run the same image since: its memory map is the same */
    unsigned int cpu;
    unsigned int kernel;
    unsigned int user;
    char comm[16]; /* of the thread */
    unsigned long long frames[2 * LINNIX_FRAMES];
};

/* Per CPU. */
struct linnix_profile_counters {
    unsigned long long taken; /* of the targets, the lost ones included */
    unsigned long long lost;  /* the ring was full */
    unsigned long long other; /* of other processes, idle CPUs included */
};

/* One thread; `bytes` of frames are used. The row that ends the walk has tid 0 and `threads` there were in all. */
struct linnix_stack {
    unsigned long long start_ns; /* of the process, CLOCK_BOOTTIME */
    unsigned int tid;
    unsigned int state; /* kernel's __state | exit_state */
    unsigned int threads;
    unsigned int bytes;
    char comm[16];
    unsigned long long frames[LINNIX_TASK_FRAMES];
};
