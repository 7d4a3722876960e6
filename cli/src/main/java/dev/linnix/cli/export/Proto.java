package dev.linnix.cli.export;

/**
 * Numbers of the fields that a trace is written with, under the names they have in Perfetto's published format
 * (perfetto.protos, protos/perfetto/trace of github.com/google/perfetto). By hand, because a trace is only written, never
 * read, and needs nine small messages: generated classes would bring a native compiler into every build, and a library.
 */
final class Proto {
    /** Trace. */
    static final int TRACE_PACKET = 1;

    /** TracePacket. */
    static final int PACKET_CLOCK_SNAPSHOT = 6;

    static final int PACKET_TIMESTAMP = 8;
    static final int PACKET_SEQUENCE_ID = 10;
    static final int PACKET_TRACK_EVENT = 11;
    static final int PACKET_TRACK_DESCRIPTOR = 60;

    /** ClockSnapshot. */
    static final int SNAPSHOT_CLOCKS = 1;

    static final int SNAPSHOT_PRIMARY_TRACE_CLOCK = 2;

    /** ClockSnapshot.Clock. */
    static final int CLOCK_ID = 1;

    static final int CLOCK_TIMESTAMP = 2;

    /** BuiltinClock. */
    static final int REALTIME = 1;

    static final int BOOTTIME = 6;

    /** TrackDescriptor. */
    static final int TRACK_UUID = 1;

    static final int TRACK_NAME = 2;
    static final int TRACK_PROCESS = 3;
    static final int TRACK_PARENT_UUID = 5;
    static final int TRACK_COUNTER = 8;

    /** ProcessDescriptor. */
    static final int PROCESS_PID = 1;

    static final int PROCESS_CMDLINE = 2;
    static final int PROCESS_NAME = 6;
    static final int PROCESS_START_TIMESTAMP_NS = 7;

    /** CounterDescriptor. */
    static final int COUNTER_UNIT = 3;

    static final int COUNTER_UNIT_NAME = 6;

    /** CounterDescriptor.Unit. */
    static final int UNIT_SIZE_BYTES = 3;

    /** TrackEvent. */
    static final int EVENT_DEBUG_ANNOTATIONS = 4;

    static final int EVENT_TYPE = 9;
    static final int EVENT_TRACK_UUID = 11;
    static final int EVENT_NAME = 23;
    static final int EVENT_COUNTER_VALUE = 30;
    static final int EVENT_DOUBLE_COUNTER_VALUE = 44;
    static final int EVENT_FLOW_IDS = 47;
    static final int EVENT_TERMINATING_FLOW_IDS = 48;

    /** TrackEvent.Type. */
    static final int SLICE_BEGIN = 1;

    static final int SLICE_END = 2;
    static final int INSTANT = 3;
    static final int COUNTER = 4;

    /** DebugAnnotation. */
    static final int ANNOTATION_BOOL_VALUE = 2;

    static final int ANNOTATION_INT_VALUE = 4;
    static final int ANNOTATION_DOUBLE_VALUE = 5;
    static final int ANNOTATION_STRING_VALUE = 6;
    static final int ANNOTATION_NAME = 10;

    private Proto() {}
}
