/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Fork, exec and exit of processes. Threads never count: a process ends when its last thread does. */
#include "image.h"
#include "task.h"

#define MILLISECOND 1000000ull
#define SIGNAL_BIT(n) (1u << (n))
/* ILL, ABRT, BUS, FPE, KILL, SEGV, SYS: a process that ends so is worth waking the reader for. */
#define URGENT_SIGNALS                                                                                                 \
    (SIGNAL_BIT(4) | SIGNAL_BIT(6) | SIGNAL_BIT(7) | SIGNAL_BIT(8) | SIGNAL_BIT(9) | SIGNAL_BIT(11) | SIGNAL_BIT(31))

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 1 << 20);
} ring SEC(".maps");

/* Each element is written by one program only, so that no increment is lost when programs preempt each other. */
struct cpu_state {
    struct linnix_counters counters;
    u64 urgent_wake_ns;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct cpu_state);
} cpus SEC(".maps");

const volatile u32 page_size = 4096; /* set before load */
u64 watermark_wake_ns;               /* racy on purpose: a lost update costs one wake-up too many */

static __always_inline struct cpu_state *this_cpu(void)
{
    u32 zero = 0;
    return bpf_map_lookup_elem(&cpus, &zero);
}

/* Counts the record as produced, then reserves it; a full ring is counted as well. */
static __always_inline void *reserve(struct cpu_state *cpu, u32 type, u64 size)
{
    cpu->counters.produced[type]++;
    void *record = bpf_ringbuf_reserve(&ring, size, 0);
    if (!record)
        cpu->counters.ring_full[type]++;
    return record;
}

/* Waking the reader costs the traced process more than all the rest, so that it is done only when the ring fills. */
static __always_inline u64 wake_flags(u64 now)
{
    if (bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) < bpf_ringbuf_query(&ring, BPF_RB_RING_SIZE) / 4)
        return BPF_RB_NO_WAKEUP;
    if (now - watermark_wake_ns < MILLISECOND)
        return BPF_RB_NO_WAKEUP;
    watermark_wake_ns = now;
    return BPF_RB_FORCE_WAKEUP;
}

static __always_inline void head(struct linnix_header *header, u32 type, u32 length, u64 now)
{
    header->time_ns = now;
    header->type = type;
    header->length = length;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(on_fork, struct task_struct *parent, struct task_struct *child)
{
    if (child->pid != child->tgid)
        return 0;
    struct cpu_state *cpu = this_cpu();
    if (!cpu)
        return 0;
    struct linnix_fork *record = reserve(cpu, LINNIX_FORK, sizeof(*record));
    if (!record)
        return 0;
    u64 now = bpf_ktime_get_boot_ns();
    head(&record->header, LINNIX_FORK, sizeof(*record), now);
    record->start_ns = child->start_boottime;
    record->parent_start_ns = parent->group_leader->start_boottime;
    record->cgroup_id = cgroup_of(child);
    record->pid = child->tgid;
    record->parent_pid = parent->tgid;
    record->uid = child->cred->uid.val;
    record->flags = process_flags(child);
    __builtin_memcpy(record->comm, child->comm, LINNIX_COMM);
    bpf_ringbuf_submit(record, wake_flags(now));
    return 0;
}

static __always_inline u32 read_args(struct mm_struct *mm, struct linnix_image *image)
{
    u64 start = mm->arg_start, length = mm->arg_end - start;
    u32 flags = 0;
    if (length > LINNIX_ARGS) {
        length = LINNIX_ARGS;
        flags = LINNIX_ARGS_CUT;
    }
    if (bpf_probe_read_user(image->args, length, (void *)start)) {
        image->args_length = 0;
        return LINNIX_ARGS_UNREADABLE;
    }
    image->args_length = length;
    return flags;
}

SEC("tp_btf/sched_process_exec")
int BPF_PROG(on_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
    struct cpu_state *cpu = this_cpu();
    if (!cpu)
        return 0;
    struct linnix_exec *record = reserve(cpu, LINNIX_EXEC, sizeof(*record));
    if (!record)
        return 0;
    struct task_struct *parent = task->real_parent;
    u64 now = bpf_ktime_get_boot_ns();
    head(&record->header, LINNIX_EXEC, sizeof(*record), now);
    record->start_ns = task->group_leader->start_boottime;
    record->parent_start_ns = parent->group_leader->start_boottime;
    record->cgroup_id = cgroup_of(task);
    record->pid = task->tgid;
    record->parent_pid = parent->tgid;
    record->uid = task->cred->uid.val;
    record->flags = process_flags(task);
    __builtin_memcpy(record->comm, task->comm, LINNIX_COMM);

    struct mm_struct *mm = task->mm;
    u32 flags = read_path(mm, &record->image) | read_args(mm, &record->image);
    record->image.argc = bprm->argc;
    record->image.flags = flags;
    record->image.reserved = 0;
    if (flags) {
        cpu->counters.path_cut += flags & LINNIX_PATH_CUT ? 1 : 0;
        cpu->counters.path_unreadable += flags & LINNIX_PATH_UNREADABLE ? 1 : 0;
        cpu->counters.args_cut += flags & LINNIX_ARGS_CUT ? 1 : 0;
        cpu->counters.args_unreadable += flags & LINNIX_ARGS_UNREADABLE ? 1 : 0;
    }
    bpf_ringbuf_submit(record, wake_flags(now));
    return 0;
}

/*
 * Peak resident set in pages. Where the memory map still exists (6.16 on) it is the map's own; signal->maxrss holds the
 * images before the last exec as well. A map shared with another process (vfork) tells of both.
 */
static __always_inline u64 peak_pages(struct task_struct *task, struct task_struct *leader,
                                      struct signal_struct *signal, u32 *flags)
{
    u32 execed = !(leader->flags & PF_FORKNOEXEC);
    struct mm_struct *mm = task->mm;
    if (mm) {
        u64 now = MM_PAGES(mm, MM_FILEPAGES) + MM_PAGES(mm, MM_ANONPAGES) + MM_PAGES(mm, MM_SHMEMPAGES);
        u64 high = mm->hiwater_rss;
        if (!execed && mm->mm_users.counter > 1)
            *flags |= LINNIX_PEAK_INHERITED;
        return high > now ? high : now;
    }
    u64 peak = signal->maxrss;
    if (!peak)
        *flags |= LINNIX_NO_MEMORY;
    else if (execed)
        *flags |= LINNIX_PEAK_INHERITED;
    return peak;
}

static __always_inline int process_ended(struct task_struct *task)
{
    struct cpu_state *cpu = this_cpu();
    if (!cpu)
        return 0;
    struct linnix_exit *record = reserve(cpu, LINNIX_EXIT, sizeof(*record));
    if (!record)
        return 0;
    struct task_struct *leader = task->group_leader, *parent = leader->real_parent;
    struct signal_struct *signal = task->signal;
    u64 now = bpf_ktime_get_boot_ns(), cpu_ns = task->se.sum_exec_runtime + signal->sum_sched_runtime;
    if (leader != task)
        cpu_ns += leader->se.sum_exec_runtime; /* it ended earlier but is not reaped, so not in the sum */
    u32 status = exit_status(leader, signal), flags = process_flags(leader);
    head(&record->header, LINNIX_EXIT, sizeof(*record), now);
    record->start_ns = leader->start_boottime;
    record->parent_start_ns = parent->group_leader->start_boottime;
    record->cgroup_id = cgroup_of(task);
    record->cpu_ns = cpu_ns;
    record->peak_bytes = peak_pages(task, leader, signal, &flags) * page_size;
    record->pid = task->tgid;
    record->parent_pid = parent->tgid;
    record->uid = task->cred->uid.val;
    record->status = status;
    record->flags = flags;
    record->reserved = 0;
    __builtin_memcpy(record->comm, leader->comm, LINNIX_COMM);

    u64 wake = wake_flags(now);
    if (SIGNAL_BIT(status & 31) & URGENT_SIGNALS && (status & 0x7f) < 32
        && now - cpu->urgent_wake_ns >= 10 * MILLISECOND) {
        cpu->urgent_wake_ns = now;
        wake = BPF_RB_FORCE_WAKEUP;
    }
    bpf_ringbuf_submit(record, wake);
    return 0;
}

/* The kernel says itself whether this was the last thread (second argument, 6.16 on). */
SEC("?tp_btf/sched_process_exit")
int on_exit(u64 *ctx)
{
    return ctx[1] & 1 ? process_ended((struct task_struct *)ctx[0]) : 0;
}

/* Elsewhere the count of live threads says it. Threads that end together may all see 0: the identity tells duplicates. */
SEC("?tp_btf/sched_process_exit")
int on_exit_live(u64 *ctx)
{
    struct task_struct *task = (struct task_struct *)ctx[0];
    return task->signal->live.counter == 0 ? process_ended(task) : 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
