/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The yardstick of the ring: fills one with records and drains it with libbpf's own consumer. Another process may drain
 * the ring instead, and from then on alone, by the id of the map that is printed first. One command a line on standard input, one line of
 * answer each:
 *   fill STEPS           as many steps as asked; answers "records dropped"
 *   drain                answers "records nanoseconds checksum", nanoseconds of CPU time
 *   pace STEPS_S MILLIS  steps at a set rate; answers "records dropped steps nanoseconds"
 * Ends at end of input, and in any case after 20 minutes.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include "linnix.h"
#include "fill.h"

static volatile struct fill_control *control;
static int program;
static unsigned long long records, checksum;

static void die(const char *what) {
    fprintf(stderr, "ring: %s: %s\n", what, strerror(errno));
    exit(1);
}

static unsigned long long now_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

/* Reads what a consumer that keeps a table of processes has to read. */
static int on_record(void *context, void *data, size_t size) {
    const struct linnix_header *header = data;
    (void)context;
    (void)size;
    records++;
    switch (header->type) {
    case LINNIX_FORK: {
        const struct linnix_fork *fork = data;
        checksum += header->time_ns + fork->start_ns + fork->parent_start_ns + fork->cgroup_id + fork->pid
            + fork->parent_pid + fork->uid + fork->flags;
        break;
    }
    case LINNIX_EXEC: {
        const struct linnix_exec *exec = data;
        checksum += header->time_ns + exec->start_ns + exec->pid + exec->cgroup_id + exec->image.path_length
            + exec->image.args_length;
        break;
    }
    case LINNIX_EXIT: {
        const struct linnix_exit *exit = data;
        checksum += header->time_ns + exit->start_ns + exit->pid + exit->cpu_ns + exit->peak_bytes + exit->status
            + exit->flags;
        break;
    }
    }
    return 0;
}

static void run_steps(unsigned int steps) {
    LIBBPF_OPTS(bpf_test_run_opts, options);
    while (steps > 0) {
        unsigned int some = steps < FILL_STEPS ? steps : FILL_STEPS;
        control->steps = some;
        if (bpf_prog_test_run_opts(program, &options)) die("run the filling program");
        steps -= some;
    }
}

static void pace(unsigned long long rate, unsigned long long millis) {
    unsigned long long begin = now_ns(CLOCK_MONOTONIC), end = begin + millis * 1000000, done = 0;
    unsigned long long produced = control->produced, dropped = control->dropped, now;
    while ((now = now_ns(CLOCK_MONOTONIC)) < end) {
        unsigned long long due = (now - begin) * rate / 1000000000;
        if (due == done) continue;
        unsigned long long some = due - done < FILL_STEPS ? due - done : FILL_STEPS;
        run_steps(some);
        done += some;
    }
    printf("%llu %llu %llu %llu\n", control->produced - produced, control->dropped - dropped, done, now - begin);
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: ring OBJECT RING_BYTES ALIVE EXECS\n");
        return 2;
    }
    alarm(1200);
    libbpf_set_strict_mode(LIBBPF_STRICT_ALL);
    struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
    if (!object) die("open the filling program");
    struct bpf_map *map = bpf_object__find_map_by_name(object, "ring");
    unsigned long ring_bytes = strtoul(argv[2], NULL, 10);
    bpf_map__set_max_entries(map, ring_bytes);
    if (bpf_object__load(object)) die("load the filling program");
    program = bpf_program__fd(bpf_object__find_program_by_name(object, "fill"));
    struct bpf_map *memory = bpf_object__find_map_by_name(object, ".bss.control");
    control = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, bpf_map__fd(memory), 0);
    if (control == MAP_FAILED) die("map the control block");
    control->alive = atoi(argv[3]);
    control->execs = atoi(argv[4]);
    control->wake_bytes = ring_bytes / 4;
    struct ring_buffer *consumer = ring_buffer__new(bpf_map__fd(map), on_record, NULL, NULL);
    if (!consumer) die("open the ring");
    struct bpf_map_info info = {0};
    unsigned int length = sizeof info;
    if (bpf_obj_get_info_by_fd(bpf_map__fd(map), &info, &length)) die("ask for the map's id");
    printf("%u\n", info.id);
    fflush(stdout);

    char line[128];
    while (fgets(line, sizeof line, stdin)) {
        unsigned long long first, second;
        if (sscanf(line, "fill %llu", &first) == 1) {
            unsigned long long produced = control->produced, dropped = control->dropped;
            run_steps(first);
            printf("%llu %llu\n", control->produced - produced, control->dropped - dropped);
        } else if (sscanf(line, "pace %llu %llu", &first, &second) == 2) {
            pace(first, second);
        } else if (!strncmp(line, "drain", 5)) {
            records = 0;
            unsigned long long begin = now_ns(CLOCK_THREAD_CPUTIME_ID);
            if (ring_buffer__consume(consumer) < 0) die("drain the ring");
            printf("%llu %llu %llu\n", records, now_ns(CLOCK_THREAD_CPUTIME_ID) - begin, checksum);
        } else {
            fprintf(stderr, "ring: unknown command: %s", line);
            return 2;
        }
        fflush(stdout);
    }
    return 0;
}
