/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * The record ABI: every input of the engine is one of these records, whether it comes from the shared ring, from an
 * iterator, from the agent itself or from a recording. Little-endian, naturally aligned, no implicit padding.
 * Each struct is mirrored by one flyweight in dev.linnix.engine.record; a test compares every offset and size with the
 * BTF of the built objects. Fields are only ever appended.
 */
#pragma once

#define LINNIX_COMM 16
#define LINNIX_PATH 384      /* executable path, leaf first: "true\0bin\0usr\0" */
#define LINNIX_PATH_NAME 128 /* one path component, its NUL included; longer ones are cut and flagged */
#define LINNIX_ARGS 256      /* the first bytes of the NUL-separated argument vector */

enum linnix_record_type {
    LINNIX_FORK = 1,
    LINNIX_EXEC = 2,
    LINNIX_EXIT = 3,
    LINNIX_TASK = 16,
    LINNIX_THREAD = 17,
    LINNIX_IMAGE = 18,
    LINNIX_SNAPSHOT_BEGIN = 32,
    LINNIX_SNAPSHOT_END = 33,
    LINNIX_TICK = 34,
    LINNIX_LOSS = 35,
    LINNIX_PRODUCED = 36,
    LINNIX_PRESSURE = 37,
    LINNIX_SENSOR_STATE = 38,
};

/* linnix_image.flags */
#define LINNIX_PATH_CUT 1u        /* a component or the root end of the path is missing */
#define LINNIX_PATH_UNREADABLE 2u /* no executable file could be read */
#define LINNIX_ARGS_CUT 4u        /* more argument bytes exist than the record holds */
#define LINNIX_ARGS_UNREADABLE 8u /* the argument pages could not be read */

/* linnix_fork.flags, linnix_exec.flags, linnix_exit.flags, linnix_task.flags */
#define LINNIX_KERNEL_THREAD 1u
#define LINNIX_NO_MEMORY 2u     /* task: no mm; exit: peak memory unknown */
#define LINNIX_FDS_UNKNOWN 4u   /* task: this kernel cannot count open files in the iterator */
#define LINNIX_PEAK_INHERITED 8u /* exit: the peak may predate the last exec */
#define LINNIX_IN_INITIAL_PIDNS 16u
#define LINNIX_PIDNS_INIT 32u /* the process is PID 1 of a PID namespace that is not the initial one */

struct linnix_header {
    unsigned long long time_ns; /* CLOCK_BOOTTIME */
    unsigned int type;          /* enum linnix_record_type */
    unsigned int length;        /* of the record in bytes, this header included */
};

/* A process (never a thread) was created. Identity is (pid, start_ns); pids are tgids of the initial namespace. */
struct linnix_fork {
    struct linnix_header header;
    unsigned long long start_ns;        /* CLOCK_BOOTTIME */
    unsigned long long parent_start_ns; /* of the process that called fork */
    unsigned long long cgroup_id;       /* unified hierarchy */
    unsigned int pid;
    unsigned int parent_pid;
    unsigned int uid;
    unsigned int flags;
    char comm[LINNIX_COMM];
};

struct linnix_image {
    unsigned short path_length; /* bytes used of path, NULs included */
    unsigned short args_length; /* bytes used of args */
    unsigned int argc;          /* 0 when unknown */
    unsigned int flags;
    unsigned int reserved;
    char path[LINNIX_PATH];
    char args[LINNIX_ARGS];
};

struct linnix_exec {
    struct linnix_header header;
    unsigned long long start_ns;
    unsigned long long parent_start_ns; /* of the current parent */
    unsigned long long cgroup_id;
    unsigned int pid;
    unsigned int parent_pid; /* current parent, not birth parent */
    unsigned int uid;
    unsigned int flags;
    char comm[LINNIX_COMM];
    struct linnix_image image;
};

/* The last thread of a process ended. */
struct linnix_exit {
    struct linnix_header header;
    unsigned long long start_ns;
    unsigned long long parent_start_ns; /* of the current parent */
    unsigned long long cgroup_id;
    unsigned long long cpu_ns;     /* whole thread group; stale by up to one scheduler tick */
    unsigned long long peak_bytes; /* peak resident set */
    unsigned int pid;
    unsigned int parent_pid; /* current parent */
    unsigned int uid;
    unsigned int status; /* as wait(2) reports it: low 7 bits signal, 0x80 core dumped, bits 8-15 exit code */
    unsigned int flags;
    unsigned int reserved;
    char comm[LINNIX_COMM];
};

/* One process in a snapshot (iterator). header.time_ns is the moment the row was read. */
struct linnix_task {
    struct linnix_header header;
    unsigned long long start_ns;
    unsigned long long parent_start_ns; /* of the current parent */
    unsigned long long cgroup_id;
    unsigned long long cpu_ns; /* leader plus threads that are gone; live threads follow as linnix_thread */
    unsigned long long anon_bytes;
    unsigned long long file_bytes;
    unsigned long long shared_bytes;
    unsigned long long swap_bytes;
    unsigned long long fd_limit; /* soft RLIMIT_NOFILE */
    unsigned int pid;
    unsigned int parent_pid; /* current parent */
    unsigned int uid;
    unsigned int state;   /* kernel's __state | exit_state; 0 is running */
    unsigned int threads; /* live threads; 0 for a zombie */
    unsigned int fds;     /* open file descriptors */
    unsigned int status;  /* exit status of a zombie */
    unsigned int flags;
    char comm[LINNIX_COMM];
};

/* A live thread that is not its group's leader. */
struct linnix_thread {
    struct linnix_header header;
    unsigned long long cpu_ns;
    unsigned int pid; /* tgid */
    unsigned int tid;
};

/* What runs in a process that was there before the sensors. */
struct linnix_image_row {
    struct linnix_header header;
    unsigned long long start_ns;
    unsigned int pid;
    unsigned int reserved;
    struct linnix_image image;
};

/* Control records, written by the agent. */

struct linnix_snapshot_begin {
    struct linnix_header header;
    unsigned long long sequence;
    unsigned int sensor; /* enum linnix_sensor; start times of LINNIX_SENSOR_PROC are cut to clock ticks of 10 ms */
    unsigned int reserved;
};

struct linnix_snapshot_end {
    struct linnix_header header;
    unsigned long long sequence;
    unsigned int rows;
    unsigned int complete; /* 0: the walk was cut short, nothing may be inferred from absence */
};

struct linnix_tick {
    struct linnix_header header;
};

struct linnix_loss {
    struct linnix_header header;
    unsigned int sensor; /* enum linnix_sensor */
    unsigned int kind;   /* enum linnix_record_type of the lost records; 0 when unknown */
    unsigned int reason; /* enum linnix_loss_reason */
    unsigned int reserved;
    unsigned long long count; /* since the previous report */
};

struct linnix_produced {
    struct linnix_header header;
    unsigned int sensor;
    unsigned int kind;
    unsigned long long count; /* since the previous report */
};

struct linnix_pressure {
    struct linnix_header header;
    unsigned long long cpu_some_us; /* totals since boot, /proc/pressure; all bits set where they are not accounted */
    unsigned long long memory_some_us;
    unsigned long long memory_full_us;
    unsigned long long io_some_us;
    unsigned long long io_full_us;
    unsigned long long memory_available_bytes;
    unsigned long long swap_free_bytes;
    unsigned long long cpu_busy_ns; /* all CPUs, since boot */
    unsigned long long load_1m_x100; /* load averages of /proc/loadavg, times 100 */
    unsigned long long load_5m_x100;
    unsigned long long load_15m_x100;
};

struct linnix_sensor_state {
    struct linnix_header header;
    unsigned int sensor;
    unsigned int state; /* enum linnix_sensor_status */
};

enum linnix_sensor { LINNIX_SENSOR_LIFECYCLE = 1, LINNIX_SENSOR_TASKS = 2, LINNIX_SENSOR_PRESSURE = 3, LINNIX_SENSOR_PROC = 4 };
enum linnix_sensor_status { LINNIX_SENSOR_OFF = 0, LINNIX_SENSOR_ON = 1, LINNIX_SENSOR_FAILED = 2 };
enum linnix_loss_reason { LINNIX_LOSS_RING_FULL = 1, LINNIX_LOSS_RECURSION = 2, LINNIX_LOSS_CUT_SHORT = 3 };

/* Per-CPU counters of the life-cycle sensor, indexed by record type (FORK, EXEC, EXIT; 0 unused). */
struct linnix_counters {
    unsigned long long produced[4];
    unsigned long long ring_full[4];
    unsigned long long args_unreadable;
    unsigned long long path_unreadable;
    unsigned long long path_cut;
    unsigned long long args_cut;
};
