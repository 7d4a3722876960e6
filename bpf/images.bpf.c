/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* What runs in each process that was there before the sensors. Walked once, at start; arguments are read elsewhere. */
#include "image.h"

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct linnix_image_row);
} scratch SEC(".maps");

SEC("iter/task")
int images(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    u32 zero = 0;
    struct linnix_image_row *row = bpf_map_lookup_elem(&scratch, &zero);
    if (!task || !row || task->pid != task->tgid || !task->mm)
        return 0;
    __builtin_memset(&row->image, 0, sizeof(row->image));
    row->header.time_ns = bpf_ktime_get_boot_ns();
    row->header.type = LINNIX_IMAGE;
    row->header.length = sizeof(*row);
    row->start_ns = task->start_boottime;
    row->pid = task->tgid;
    row->image.flags = read_path(task->mm, &row->image) | LINNIX_ARGS_UNREADABLE;
    bpf_seq_write(ctx->meta->seq, row, sizeof(*row));
    return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
