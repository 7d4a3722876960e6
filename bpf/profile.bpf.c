/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Samples of the stacks of some processes and what descends from them, taken by a clock on every CPU. */
#include "kernel.h"
#include "profile.h"

#define ANCESTORS 8

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, u32);
    __type(value, u32);
} targets SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 1 << 20);
} ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct linnix_sample);
} scratch SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct linnix_profile_counters);
} counters SEC(".maps");

/* A child forked since is taken as well, and remembered while there is room; its parent leads to it in any case. */
static __always_inline int is_target(struct task_struct *task, u32 pid)
{
    u32 one = 1;
    if (bpf_map_lookup_elem(&targets, &pid))
        return 1;
    for (int i = 0; i < ANCESTORS; i++) {
        task = BPF_CORE_READ(task, real_parent);
        u32 ancestor = BPF_CORE_READ(task, tgid);
        if (ancestor <= 1)
            return 0;
        if (bpf_map_lookup_elem(&targets, &ancestor)) {
            bpf_map_update_elem(&targets, &pid, &one, 0);
            return 1;
        }
    }
    return 0;
}

/* Until a process executes something it has the file of its executable from its parent, the very same open file. */
static __always_inline u32 space_of(struct task_struct *task, u32 pid)
{
    struct file *file = BPF_CORE_READ(task, mm, exe_file);
    for (int i = 0; i < ANCESTORS && file; i++) {
        task = BPF_CORE_READ(task, real_parent);
        if (BPF_CORE_READ(task, mm, exe_file) != file)
            break;
        pid = BPF_CORE_READ(task, tgid);
    }
    return pid;
}

SEC("perf_event")
int sample(void *ctx)
{
    u32 zero = 0;
    u64 id = bpf_get_current_pid_tgid();
    u32 pid = id >> 32;
    struct linnix_profile_counters *count = bpf_map_lookup_elem(&counters, &zero);
    struct linnix_sample *out = bpf_map_lookup_elem(&scratch, &zero);
    if (!count || !out)
        return 0;
    struct task_struct *task = (void *)bpf_get_current_task();
    if (!pid || !is_target(task, pid)) {
        count->other++;
        return 0;
    }
    count->taken++;
    out->pid = pid;
    out->tid = (u32)id;
    out->space = space_of(task, pid);
    out->cpu = bpf_get_smp_processor_id();
    bpf_get_current_comm(out->comm, sizeof(out->comm));
    long kernel = bpf_get_stack(ctx, out->frames, LINNIX_FRAMES * 8, 0);
    if (kernel < 0 || kernel > LINNIX_FRAMES * 8)
        kernel = 0;
    long user = bpf_get_stack(ctx, (char *)out->frames + kernel, LINNIX_FRAMES * 8, BPF_F_USER_STACK);
    if (user < 0 || user > LINNIX_FRAMES * 8)
        user = 0;
    out->kernel = kernel;
    out->user = user;
    u64 length = __builtin_offsetof(struct linnix_sample, frames) + kernel + user;
    if (bpf_ringbuf_output(&ring, out, length, BPF_RB_NO_WAKEUP))
        count->lost++;
    return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
