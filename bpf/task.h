/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* What several sensors read from a task. */
#pragma once

#include "kernel.h"
#include "linnix.h"

static __always_inline u64 cgroup_of(struct task_struct *task)
{
    return task->cgroups->dfl_cgrp->kn->id;
}

/* The exit status as wait(2) reports it; on 5.10 a plain exit leaves group_exit_code untouched. */
static __always_inline u32 exit_status(struct task_struct *leader, struct signal_struct *signal)
{
    return signal->flags & SIGNAL_GROUP_EXIT ? signal->group_exit_code : leader->exit_code;
}

static __always_inline u32 state_of(struct task_struct *task)
{
    struct task_struct___old *old = (void *)task;
    if (bpf_core_field_exists(task->__state))
        return task->__state | task->exit_state;
    return (u32)BPF_CORE_READ(old, state) | task->exit_state;
}

static __always_inline u32 process_flags(struct task_struct *task)
{
    u32 flags = task->flags & PF_KTHREAD ? LINNIX_KERNEL_THREAD : 0;
    struct pid *pid = task->thread_pid;
    u32 level = pid->level, number = 0;
    if (level == 0)
        return flags | LINNIX_IN_INITIAL_PIDNS;
    /* numbers[] ends the struct and its element size differs from ours: compute the address, a variable index is not
       relocated. */
    bpf_probe_read_kernel(&number, sizeof(number),
                          (char *)pid + bpf_core_field_offset(struct pid, numbers)
                              + level * bpf_core_type_size(struct upid) + bpf_core_field_offset(struct upid, nr));
    return number == 1 ? flags | LINNIX_PIDNS_INIT : flags;
}

/*
 * Pages of one kind; the index must be a constant. From 6.2 on parts of the count lie in per-CPU batches and are missing.
 * MM_PAGES is for a pointer the verifier knows the type of, MM_PAGES_UNTYPED for any.
 */
#define MM_PAGES(mm, kind) MM_PAGES_(mm, old_->rss_stat.count[kind].counter, (mm)->rss_stat[kind].count)
#define MM_PAGES_UNTYPED(mm, kind)                                                                                     \
    MM_PAGES_(mm, BPF_CORE_READ(old_, rss_stat.count[kind].counter), BPF_CORE_READ(mm, rss_stat[kind].count))
#define MM_PAGES_(mm, before_6_2, since_6_2)                                                                           \
    ({                                                                                                                 \
        struct mm_struct___old *old_ = (void *)(mm);                                                                   \
        s64 pages_ = bpf_core_field_exists(old_->rss_stat.count) ? (s64)(before_6_2) : (s64)(since_6_2);              \
        pages_ < 0 ? 0ull : (u64)pages_;                                                                               \
    })
