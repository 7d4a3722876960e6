/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * The few kernel types the sensors touch, written by hand and relocated at load time (CO-RE), so that a sensor compiles
 * in a fraction of the time a generated vmlinux.h takes and says by itself what it depends on.
 *
 * Rules:
 *  - Only fields that are read are declared. Offsets here mean nothing; names and kinds do.
 *  - Integers are unsigned: libbpf narrows a load only when both sides are unsigned, and kernels do shrink fields.
 *  - A flavour (name___suffix) is made only of root types that exist in every kernel. A missing root type makes libbpf
 *    before 1.3 search module BTF, which needs CAP_SYS_ADMIN and fails the whole object without it.
 *  - Arrays are indexed by constants only: a variable index is not relocated.
 */
#pragma once

#define __VMLINUX_H__ 1 /* bpf_tracing.h: kernel names of registers */

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
typedef __u8 u8;
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;

enum { BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_ARRAY = 2, BPF_MAP_TYPE_PERCPU_ARRAY = 6, BPF_MAP_TYPE_RINGBUF = 27 };
enum { BPF_F_USER_STACK = 1 << 8 };
enum { BPF_RB_NO_WAKEUP = 1, BPF_RB_FORCE_WAKEUP = 2, BPF_RB_AVAIL_DATA = 0, BPF_RB_RING_SIZE = 1 };

#define PF_FORKNOEXEC 0x00000040u
#define PF_KTHREAD 0x00200000u
#define SIGNAL_GROUP_EXIT 0x00000004u
#define RLIMIT_NOFILE 7
#define MM_FILEPAGES 0
#define MM_ANONPAGES 1
#define MM_SWAPENTS 2
#define MM_SHMEMPAGES 3

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct kernfs_node {
    u64 id;
};

struct cgroup {
    struct kernfs_node *kn;
};

struct css_set {
    struct cgroup *dfl_cgrp;
};

typedef struct {
    u32 val;
} kuid_t;

struct cred {
    kuid_t uid;
};

struct qstr {
    u32 len;
    const unsigned char *name;
};

struct dentry {
    struct dentry *d_parent;
    struct qstr d_name;
};

struct vfsmount {
    struct dentry *mnt_root;
};

struct mount {
    struct mount *mnt_parent;
    struct dentry *mnt_mountpoint;
    struct vfsmount mnt;
};

struct path {
    struct vfsmount *mnt;
    struct dentry *dentry;
};

struct file {
    struct path f_path;
};

typedef struct {
    int counter;
} atomic_t;

struct percpu_counter {
    s64 count;
};

struct mm_struct {
    atomic_t mm_users;
    unsigned long hiwater_rss;
    unsigned long arg_start;
    unsigned long arg_end;
    struct percpu_counter rss_stat[4];
    struct file *exe_file;
};

/* before 6.2 */
struct mm_rss_stat___old {
    struct {
        s64 counter;
    } count[4];
};

struct mm_struct___old {
    struct mm_rss_stat___old rss_stat;
};

struct fdtable {
    u32 max_fds;
    unsigned long *open_fds;
};

struct files_struct {
    struct fdtable *fdt;
};

struct rlimit {
    unsigned long rlim_cur;
};

struct list_head {
    struct list_head *next;
};

struct signal_struct {
    atomic_t live;
    struct list_head thread_head;
    u32 group_exit_code;
    u32 flags;
    unsigned long maxrss;
    u64 sum_sched_runtime;
    struct rlimit rlim[16];
};

struct upid {
    u32 nr;
};

struct pid {
    u32 level;
    struct upid numbers[1];
};

struct sched_entity {
    u64 sum_exec_runtime;
};

struct task_struct {
    u32 __state;
    u32 flags;
    struct sched_entity se;
    struct mm_struct *mm;
    u32 exit_state;
    u32 exit_code;
    u32 pid;
    u32 tgid;
    struct task_struct *real_parent;
    struct task_struct *group_leader;
    struct pid *thread_pid;
    struct list_head thread_node;
    u64 start_boottime;
    const struct cred *cred;
    char comm[16];
    struct files_struct *files;
    struct signal_struct *signal;
    struct css_set *cgroups;
};

/* before 5.14 */
struct task_struct___old {
    unsigned long state;
};

struct linux_binprm {
    u32 argc;
};

struct seq_file;

struct bpf_iter_meta {
    struct seq_file *seq;
    u64 seq_num;
};

struct bpf_iter__task {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
};

#pragma clang attribute pop

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
