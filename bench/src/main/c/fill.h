/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* What fill.bpf.c and the program that drives it share. */
#pragma once

#define FILL_STEPS 256 /* most steps in one run */

struct fill_control {
    unsigned int steps;      /* of the next run */
    unsigned int alive;      /* processes living at one time, at most 16000 */
    unsigned int execs;      /* 0: forks and exits only */
    unsigned int wake_bytes; /* wake the reader when so much lies in the ring */
    unsigned long long step;
    unsigned long long produced; /* records, dropped ones included */
    unsigned long long dropped;  /* ring was full */
    unsigned long long woken_ns;
    unsigned long long root_start_ns[16];
};
