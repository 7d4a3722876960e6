/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The executable path of a process, as the kernel knows it: no symbolic link, nothing relative, nothing of the caller. */
#pragma once

#include "kernel.h"
#include "linnix.h"

#define PATH_STEPS 48 /* components plus mounts crossed */

/*
 * Walks from the file to the root of its mount namespace, across mounts, and writes one NUL-terminated component after
 * the other, leaf first. A component begins only where a whole one still fits, which is what lets the verifier bound
 * the write. Returns flags of linnix_image.
 */
static __always_inline u32 read_path(struct mm_struct *mm, struct linnix_image *image)
{
    image->path_length = 0;
    struct file *file = BPF_CORE_READ(mm, exe_file);
    if (!file)
        return LINNIX_PATH_UNREADABLE;
    struct vfsmount *mnt = BPF_CORE_READ(file, f_path.mnt);
    struct dentry *dentry = BPF_CORE_READ(file, f_path.dentry);
    struct dentry *root = BPF_CORE_READ(mnt, mnt_root);
    u32 length = 0, flags = LINNIX_PATH_CUT;

    for (int step = 0; step < PATH_STEPS; step++) {
        if (dentry == root) {
            struct mount *mount = (void *)((char *)mnt - bpf_core_field_offset(struct mount, mnt));
            struct mount *up = BPF_CORE_READ(mount, mnt_parent);
            if (!up || up == mount) {
                flags &= ~LINNIX_PATH_CUT;
                break;
            }
            dentry = BPF_CORE_READ(mount, mnt_mountpoint);
            mnt = (void *)((char *)up + bpf_core_field_offset(struct mount, mnt));
            root = BPF_CORE_READ(mnt, mnt_root);
            continue;
        }
        if (length > LINNIX_PATH - LINNIX_PATH_NAME)
            break;
        const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
        long copied = bpf_probe_read_kernel_str(image->path + length, LINNIX_PATH_NAME, name);
        if (copied <= 0 || copied > LINNIX_PATH_NAME)
            break;
        length += copied;
        if (copied == LINNIX_PATH_NAME && BPF_CORE_READ(dentry, d_name.len) >= LINNIX_PATH_NAME)
            break;
        struct dentry *parent = BPF_CORE_READ(dentry, d_parent);
        if (parent == dentry) { /* no directory holds it: memfd and the like */
            flags &= ~LINNIX_PATH_CUT;
            break;
        }
        dentry = parent;
    }
    image->path_length = length;
    return length ? flags : LINNIX_PATH_UNREADABLE;
}
