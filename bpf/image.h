/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* The executable path of a process, as the kernel knows it: no symbolic link, nothing relative, nothing of the caller. */
#pragma once

#include "kernel.h"
#include "linnix.h"

#define PATH_STEPS 48 /* components within the first mount; components plus mounts crossed above it */

/*
 * Writes one component with its NUL. Returns whether the walk may go on: it may not behind a name that had to be cut.
 * The length is kept in the record, not in a variable: what the verifier knows of a variable differs from step to step,
 * so that it would follow each step anew, which takes it half a second instead of a tenth.
 */
static __always_inline int add_component(struct linnix_image *image, const unsigned char *name, u32 size)
{
    u32 at = *(volatile unsigned short *)&image->path_length;
    if (at > LINNIX_PATH - LINNIX_PATH_NAME)
        return 0;
    long copied = bpf_probe_read_kernel_str(image->path + at, LINNIX_PATH_NAME, name);
    if (copied <= 0 || copied > LINNIX_PATH_NAME)
        return 0;
    *(volatile unsigned short *)&image->path_length = at + copied;
    return size < LINNIX_PATH_NAME;
}

/*
 * Walks from the file to the root of its mount namespace, across mounts, and writes one component after the other, leaf
 * first. A component begins only where a whole one still fits, which is what lets the verifier bound the write. The
 * first mount, mostly the only one, is walked by typed pointers, which cost a load each; a mount is found from what is
 * embedded in it, which only works untyped, by a helper call each. Each walk counts its own steps, so that the verifier
 * follows the second once, not once for each length of the first. Returns flags of linnix_image.
 */
static __always_inline u32 read_path(struct mm_struct *mm, struct linnix_image *image)
{
    u32 flags = LINNIX_PATH_CUT;
    image->path_length = 0;
    struct file *file = mm->exe_file;
    if (!file)
        return LINNIX_PATH_UNREADABLE;
    struct vfsmount *first = file->f_path.mnt;
    struct dentry *typed = file->f_path.dentry, *top = first->mnt_root;
    for (int step = 0; typed != top; step++) {
        if (step == PATH_STEPS)
            goto out;
        if (!add_component(image, typed->d_name.name, typed->d_name.len))
            goto out;
        struct dentry *parent = typed->d_parent;
        if (parent == typed) { /* no directory holds it: memfd and the like */
            flags &= ~LINNIX_PATH_CUT;
            goto out;
        }
        typed = parent;
    }

    struct vfsmount *mnt = first;
    struct dentry *dentry = top, *root = top;
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
        if (!add_component(image, BPF_CORE_READ(dentry, d_name.name), BPF_CORE_READ(dentry, d_name.len)))
            break;
        dentry = BPF_CORE_READ(dentry, d_parent);
    }
out:
    return image->path_length ? flags : LINNIX_PATH_UNREADABLE;
}
