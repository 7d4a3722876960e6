/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* Kernel stacks of the threads of one process, and the names of kernel addresses. Loaded for one use. */
#include "profile.h"
#include "task.h"

#define MOST_NAMES 8192
#define NAMES_PER_TASK 32

const volatile u32 target = 0; /* tgid; set before load */

u32 last, seen; /* one walk, one thread */

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct linnix_stack);
} scratch SEC(".maps");

SEC("?iter/task")
int stacks(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    u32 zero = 0;
    struct linnix_stack *row = bpf_map_lookup_elem(&scratch, &zero);
    if (!row)
        return 0;
    if (!task) { /* the end */
        __builtin_memset(row, 0, sizeof(*row));
        row->threads = seen;
        bpf_seq_write(ctx->meta->seq, row, sizeof(*row));
        return 0;
    }
    if (task->tgid != target)
        return 0;
    if ((u32)task->pid != last) { /* where the buffer was full the kernel shows the same thread once more */
        last = task->pid;
        seen++;
    }
    if (seen > LINNIX_STACK_THREADS)
        return 0;
    long bytes = bpf_get_task_stack(task, row->frames, sizeof(row->frames), 0);
    row->start_ns = task->group_leader->start_boottime;
    row->tid = task->pid;
    row->state = state_of(task);
    row->threads = seen;
    row->bytes = bytes > 0 ? bytes : 0;
    __builtin_memcpy(row->comm, task->comm, sizeof(row->comm));
    bpf_seq_write(ctx->meta->seq, row, sizeof(*row));
    return 0;
}

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, MOST_NAMES);
    __type(key, u32);
    __type(value, u64);
} addresses SEC(".maps");

/*
 * One line for each address, as the kernel prints it in a backtrace. So no right to read /proc/kallsyms is needed, and a
 * few hundred names do not cost the reading of a hundred thousand. The tasks are only what makes the program run: each
 * stands for a few addresses, by its number, as it may be shown twice. (The iterator over the elements of a map cannot be
 * loaded everywhere.)
 */
SEC("?iter/task")
int names(struct bpf_iter__task *ctx)
{
    u32 first = ctx->meta->seq_num * NAMES_PER_TASK;
    if (!ctx->task)
        return 0;
    for (u32 i = 0; i < NAMES_PER_TASK; i++) {
        u32 index = first + i;
        u64 *address = bpf_map_lookup_elem(&addresses, &index);
        if (!address || !*address)
            return 0;
        BPF_SEQ_PRINTF(ctx->meta->seq, "%pB\n", (void *)*address);
    }
    return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
