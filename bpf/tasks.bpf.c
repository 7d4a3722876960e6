/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* One row per process and one per further thread, written by a walk over all tasks. */
#include "task.h"

#define WORDS 512       /* of the open_fds bitmap read at once */
#define CHUNKS 64       /* times WORDS times 64 bits: 2 million descriptors */
#define HOLDER_STEPS 16 /* threads looked at for what an ended leader gave up */

const volatile u32 page_size = 4096; /* set before load */

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, u64[WORDS]);
} words SEC(".maps");

struct count {
    u64 address;
    u32 left; /* words */
    u32 bits;
};

static __always_inline u32 population(u64 x)
{
    x = x - ((x >> 1) & 0x5555555555555555ull);
    x = (x & 0x3333333333333333ull) + ((x >> 2) & 0x3333333333333333ull);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0full;
    return (x * 0x0101010101010101ull) >> 56;
}

static long count_chunk(u32 index, void *context)
{
    struct count *count = context;
    u32 zero = 0, n = count->left, bits = 0;
    u64 *chunk = bpf_map_lookup_elem(&words, &zero);
    if (!chunk || !n)
        return 1;
    if (n > WORDS)
        n = WORDS;
    if (bpf_probe_read_kernel(chunk, n * sizeof(u64), (void *)count->address))
        return 1;
    /* Before the loop, which the verifier leaves by as many ways as it has turns, each knowing another n. */
    count->left -= n;
    count->address += n * sizeof(u64);
    for (u32 i = 0; i < WORDS && i < n; i++)
        bits += population(chunk[i]);
    count->bits += bits;
    return 0;
}

/*
 * The task whose memory and files are the process's: the leader, or, where the leader ended before its threads and gave
 * both up, the first thread that still has them.
 */
static __always_inline struct task_struct *holder(struct task_struct *leader, struct signal_struct *signal)
{
    if (leader->mm || leader->flags & PF_KTHREAD || signal->live.counter == 0)
        return leader;
    struct list_head *head = (void *)((char *)signal + bpf_core_field_offset(struct signal_struct, thread_head));
    struct list_head *node = BPF_CORE_READ(head, next);
    for (int i = 0; i < HOLDER_STEPS && node != head; i++) {
        struct task_struct *task = (void *)((char *)node - bpf_core_field_offset(struct task_struct, thread_node));
        if (BPF_CORE_READ(task, mm))
            return task;
        node = BPF_CORE_READ(node, next);
    }
    return leader;
}

static __always_inline int write_thread(struct bpf_iter_meta *meta, struct task_struct *task, u64 now)
{
    struct linnix_thread row = {
        .header = {now, LINNIX_THREAD, sizeof(row)},
        .cpu_ns = task->se.sum_exec_runtime,
        .pid = task->tgid,
        .tid = task->pid,
    };
    bpf_seq_write(meta->seq, &row, sizeof(row));
    return 0;
}

static __always_inline int write_task(struct bpf_iter__task *ctx, int count_fds)
{
    struct task_struct *task = ctx->task;
    if (!task)
        return 0;
    u64 now = bpf_ktime_get_boot_ns();
    if (task->pid != task->tgid)
        return write_thread(ctx->meta, task, now);
    struct signal_struct *signal = task->signal;
    if (!signal)
        return 0; /* reaped while the walk stood on it */

    struct task_struct *parent = task->real_parent;
    struct linnix_task row = {
        .header = {now, LINNIX_TASK, sizeof(row)},
        .start_ns = task->start_boottime,
        .parent_start_ns = parent->group_leader->start_boottime,
        .cgroup_id = cgroup_of(task),
        .cpu_ns = task->se.sum_exec_runtime + signal->sum_sched_runtime,
        .fd_limit = signal->rlim[RLIMIT_NOFILE].rlim_cur,
        .pid = task->tgid,
        .parent_pid = parent->tgid,
        .uid = task->cred->uid.val,
        .state = state_of(task),
        .threads = signal->live.counter,
        .flags = process_flags(task),
    };
    __builtin_memcpy(row.comm, task->comm, LINNIX_COMM);
    if (row.threads == 0)
        row.status = exit_status(task, signal);

    struct task_struct *owner = holder(task, signal);
    struct mm_struct *mm = BPF_CORE_READ(owner, mm);
    if (mm) {
        u64 page = page_size;
        row.anon_bytes = MM_PAGES_UNTYPED(mm, MM_ANONPAGES) * page;
        row.file_bytes = MM_PAGES_UNTYPED(mm, MM_FILEPAGES) * page;
        row.shared_bytes = MM_PAGES_UNTYPED(mm, MM_SHMEMPAGES) * page;
        row.swap_bytes = MM_PAGES_UNTYPED(mm, MM_SWAPENTS) * page;
    } else {
        row.flags |= LINNIX_NO_MEMORY;
    }

    struct files_struct *files = BPF_CORE_READ(owner, files);
    if (!count_fds) {
        row.flags |= LINNIX_FDS_UNKNOWN;
    } else if (files) {
        struct fdtable *table = BPF_CORE_READ(files, fdt);
        struct count count = {
            .address = (u64)BPF_CORE_READ(table, open_fds),
            .left = (BPF_CORE_READ(table, max_fds) + 63) / 64,
        };
        bpf_loop(CHUNKS, count_chunk, &count, 0);
        row.fds = count.bits;
    }
    bpf_seq_write(ctx->meta->seq, &row, sizeof(row));
    return 0;
}

SEC("?iter/task")
int tasks(struct bpf_iter__task *ctx)
{
    return write_task(ctx, 1);
}

/* Kernels before 5.17 have no bpf_loop; open files stay unknown there. */
SEC("?iter/task")
int tasks_no_fds(struct bpf_iter__task *ctx)
{
    return write_task(ctx, 0);
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
