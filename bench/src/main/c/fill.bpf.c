/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * Writes a made-up but valid life of processes into a ring: every step begins one process, runs a program in it when
 * asked to, and ends the process begun `alive` steps earlier. Run by BPF_PROG_TEST_RUN, so that a ring can be filled
 * with nothing else going on, or at a set pace. Wakes the reader as the sensors do: above a quarter of the ring, at most once a millisecond.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "linnix.h"
#include "fill.h"

#define ROOTS 16            /* long-lived parents of everything */
#define FIRST_PID 100000u   /* above what the kernel gives out by default */
#define PIDS 1000000u       /* then they are used again */
#define REMEMBERED 16384u   /* start times; a power of two above the largest `alive` */

struct fill_control control SEC(".bss.control");
static __u64 starts[REMEMBERED];

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 1 << 20);
} ring SEC(".maps");

static __always_inline void header(struct linnix_header *header, __u64 now, __u32 type, __u32 length) {
    header->time_ns = now;
    header->type = type;
    header->length = length;
}

static __always_inline __u32 pid_of(__u64 step) {
    return FIRST_PID + (step < ROOTS ? (__u32)step : ROOTS + (__u32)(step % PIDS));
}

static __always_inline __u64 wake(__u64 now) {
    if (bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) < control.wake_bytes) return BPF_RB_NO_WAKEUP;
    if (now - control.woken_ns < 1000000) return BPF_RB_NO_WAKEUP;
    control.woken_ns = now;
    return BPF_RB_FORCE_WAKEUP;
}

static __always_inline int fork_record(__u64 step, __u64 now) {
    __u64 parent = step % ROOTS;
    struct linnix_fork *fork = bpf_ringbuf_reserve(&ring, sizeof *fork, 0);
    if (!fork) return 0;
    header(&fork->header, now, LINNIX_FORK, sizeof *fork);
    fork->start_ns = now;
    fork->parent_start_ns = step < ROOTS ? 0 : control.root_start_ns[parent];
    fork->cgroup_id = 1;
    fork->pid = pid_of(step);
    fork->parent_pid = step < ROOTS ? 1 : pid_of(parent);
    fork->uid = 0;
    fork->flags = LINNIX_IN_INITIAL_PIDNS;
    __builtin_memcpy(fork->comm, "filled\0\0\0\0\0\0\0\0\0", LINNIX_COMM);
    bpf_ringbuf_submit(fork, wake(now));
    return 1;
}

static __always_inline int exec_record(__u64 step, __u64 now) {
    static const char path[] = "true\0bin\0usr";
    static const char args[] = "true\0--version";
    __u64 parent = step % ROOTS;
    struct linnix_exec *exec = bpf_ringbuf_reserve(&ring, sizeof *exec, 0);
    if (!exec) return 0;
    header(&exec->header, now, LINNIX_EXEC, sizeof *exec);
    exec->start_ns = now;
    exec->parent_start_ns = control.root_start_ns[parent];
    exec->cgroup_id = 1;
    exec->pid = pid_of(step);
    exec->parent_pid = pid_of(parent);
    exec->uid = 0;
    exec->flags = LINNIX_IN_INITIAL_PIDNS;
    __builtin_memcpy(exec->comm, "true\0\0\0\0\0\0\0\0\0\0\0", LINNIX_COMM);
    exec->image.path_length = sizeof path;
    exec->image.args_length = sizeof args;
    exec->image.argc = 2;
    exec->image.flags = 0;
    exec->image.reserved = 0;
    __builtin_memcpy(exec->image.path, path, sizeof path);
    __builtin_memcpy(exec->image.args, args, sizeof args);
    bpf_ringbuf_submit(exec, wake(now));
    return 1;
}

static __always_inline int exit_record(__u64 step, __u64 now) {
    __u64 parent = step % ROOTS;
    struct linnix_exit *exit = bpf_ringbuf_reserve(&ring, sizeof *exit, 0);
    if (!exit) return 0;
    header(&exit->header, now, LINNIX_EXIT, sizeof *exit);
    exit->start_ns = starts[step & (REMEMBERED - 1)];
    exit->parent_start_ns = control.root_start_ns[parent];
    exit->cgroup_id = 1;
    exit->cpu_ns = 300000;
    exit->peak_bytes = 1 << 20;
    exit->pid = pid_of(step);
    exit->parent_pid = pid_of(parent);
    exit->uid = 0;
    exit->status = 0;
    exit->flags = LINNIX_IN_INITIAL_PIDNS;
    exit->reserved = 0;
    __builtin_memcpy(exit->comm, "true\0\0\0\0\0\0\0\0\0\0\0", LINNIX_COMM);
    bpf_ringbuf_submit(exit, wake(now));
    return 1;
}

static __always_inline void count(int written) {
    control.produced++;
    if (!written) control.dropped++;
}

SEC("raw_tp/task_rename")
int fill(void *context) {
    for (__u32 i = 0; i < FILL_STEPS; i++) {
        if (i >= control.steps) break;
        __u64 step = control.step;
        __u64 now = bpf_ktime_get_boot_ns();
        __u64 root = step;
        barrier_var(root); /* else the compiler drops the mask below, which the verifier wants to see */
        if (step < ROOTS) control.root_start_ns[root & (ROOTS - 1)] = now;
        starts[step & (REMEMBERED - 1)] = now;
        count(fork_record(step, now));
        if (control.execs) count(exec_record(step, now));
        if (step >= ROOTS + control.alive) count(exit_record(step - control.alive, now));
        control.step = step + 1;
    }
    return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
