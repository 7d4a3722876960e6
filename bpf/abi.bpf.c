/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * Never loaded. A sensor's object describes only the records it writes; this one describes all of them, so that readers
 * in other languages can be checked against what the compiler made of linnix.h.
 */
#include "linnix.h"

struct linnix_abi {
    struct linnix_header header;
    struct linnix_fork fork;
    struct linnix_exec exec;
    struct linnix_exit exit;
    struct linnix_task task;
    struct linnix_thread thread;
    struct linnix_image_row image_row;
    struct linnix_snapshot_begin snapshot_begin;
    struct linnix_snapshot_end snapshot_end;
    struct linnix_tick tick;
    struct linnix_loss loss;
    struct linnix_produced produced;
    struct linnix_pressure pressure;
    struct linnix_sensor_state sensor_state;
    struct linnix_counters counters;
    enum linnix_record_type types;
    enum linnix_sensor sensors;
    enum linnix_sensor_status states;
    enum linnix_loss_reason reasons;
};

const struct linnix_abi *linnix_abi;
