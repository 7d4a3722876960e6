package dev.linnix.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the packets of a trace. Times are CLOCK_BOOTTIME, ns, the default of the format; a reader sorts packets by them, so
 * that they may be written later than they happened. A track is described before its first event. Not thread-safe.
 */
final class TraceWriter {
    /** Any but 0: all packets are of one writer. */
    private static final int SEQUENCE = 1;

    private final OutputStream out;

    /**
     * Creates one.
     *
     * @param out takes each packet by one write
     */
    TraceWriter(OutputStream out) {
        this.out = out;
    }

    /** Says what wall time, Unix ns, it was at a moment. */
    void clocks(long timeNs, long wallNs) throws IOException {
        Message clocks = new Message()
                .put(Proto.SNAPSHOT_CLOCKS, clock(Proto.BOOTTIME, timeNs))
                .put(Proto.SNAPSHOT_CLOCKS, clock(Proto.REALTIME, wallNs))
                .put(Proto.SNAPSHOT_PRIMARY_TRACE_CLOCK, Proto.BOOTTIME);
        packet(timeNs, Proto.PACKET_CLOCK_SNAPSHOT, clocks);
    }

    private static Message clock(int id, long timestamp) {
        return new Message().put(Proto.CLOCK_ID, id).put(Proto.CLOCK_TIMESTAMP, timestamp);
    }

    /**
     * Describes the track of a process. Another track of the same pid says that the pid was used again.
     *
     * @param timeNs of the first event
     */
    void process(long track, long timeNs, int pid, long startNs, String name, List<String> arguments)
            throws IOException {
        Message process = new Message().put(Proto.PROCESS_PID, pid);
        for (String argument : arguments) process.put(Proto.PROCESS_CMDLINE, argument);
        process.put(Proto.PROCESS_NAME, name).put(Proto.PROCESS_START_TIMESTAMP_NS, startNs);
        descriptor(timeNs, new Message().put(Proto.TRACK_UUID, track).put(Proto.TRACK_PROCESS, process));
    }

    /**
     * Describes a track of slices and instants.
     *
     * @param parent 0 for none
     */
    void track(long track, long parent, String name, long timeNs) throws IOException {
        descriptor(timeNs, named(track, parent, name));
    }

    /**
     * Describes a track of numbers.
     *
     * @param unit of the numbers; {@code bytes} are shown in kilo, mega and so on
     */
    void counter(long track, long parent, String name, String unit, long timeNs) throws IOException {
        Message counter = unit.equals("bytes")
                ? new Message().put(Proto.COUNTER_UNIT, Proto.UNIT_SIZE_BYTES)
                : new Message().put(Proto.COUNTER_UNIT_NAME, unit);
        descriptor(timeNs, named(track, parent, name).put(Proto.TRACK_COUNTER, counter));
    }

    private static Message named(long track, long parent, String name) {
        Message descriptor = new Message().put(Proto.TRACK_UUID, track).put(Proto.TRACK_NAME, name);
        if (parent != 0) descriptor.put(Proto.TRACK_PARENT_UUID, parent);
        return descriptor;
    }

    private void descriptor(long timeNs, Message descriptor) throws IOException {
        packet(timeNs, Proto.PACKET_TRACK_DESCRIPTOR, descriptor);
    }

    /**
     * Begins a slice.
     *
     * @param flow that ends here, 0 for none
     */
    void begin(long track, long timeNs, String name, Map<String, ?> notes, long flow) throws IOException {
        Message event = event(track, Proto.SLICE_BEGIN).put(Proto.EVENT_NAME, name);
        if (flow != 0) event.putFixed(Proto.EVENT_TERMINATING_FLOW_IDS, flow);
        annotate(event, notes);
        packet(timeNs, Proto.PACKET_TRACK_EVENT, event);
    }

    /** Ends the innermost slice of a track. */
    void end(long track, long timeNs, Map<String, ?> notes) throws IOException {
        Message event = event(track, Proto.SLICE_END);
        annotate(event, notes);
        packet(timeNs, Proto.PACKET_TRACK_EVENT, event);
    }

    /**
     * Writes an event without duration.
     *
     * @param flow that begins here, 0 for none
     */
    void instant(long track, long timeNs, String name, Map<String, ?> notes, long flow) throws IOException {
        Message event = event(track, Proto.INSTANT).put(Proto.EVENT_NAME, name);
        if (flow != 0) event.putFixed(Proto.EVENT_FLOW_IDS, flow);
        annotate(event, notes);
        packet(timeNs, Proto.PACKET_TRACK_EVENT, event);
    }

    /** Writes a number that holds from here to the next one. */
    void count(long track, long timeNs, double value) throws IOException {
        Message event = event(track, Proto.COUNTER);
        long whole = (long) value;
        if (whole == value) event.put(Proto.EVENT_COUNTER_VALUE, whole);
        else event.put(Proto.EVENT_DOUBLE_COUNTER_VALUE, value);
        packet(timeNs, Proto.PACKET_TRACK_EVENT, event);
    }

    private static Message event(long track, int type) {
        return new Message().put(Proto.EVENT_TYPE, type).put(Proto.EVENT_TRACK_UUID, track);
    }

    private static void annotate(Message event, Map<String, ? extends @Nullable Object> notes) {
        for (Map.Entry<String, ? extends @Nullable Object> note : notes.entrySet()) {
            Message annotation = new Message().put(Proto.ANNOTATION_NAME, note.getKey());
            switch (note.getValue()) {
                case null -> {
                    continue;
                }
                case Boolean value -> annotation.put(Proto.ANNOTATION_BOOL_VALUE, value ? 1 : 0);
                case Double value -> annotation.put(Proto.ANNOTATION_DOUBLE_VALUE, value.doubleValue());
                case Number value -> annotation.put(Proto.ANNOTATION_INT_VALUE, value.longValue());
                case Object value -> annotation.put(Proto.ANNOTATION_STRING_VALUE, value.toString());
            }
            event.put(Proto.EVENT_DEBUG_ANNOTATIONS, annotation);
        }
    }

    private void packet(long timeNs, int field, Message content) throws IOException {
        Message packet = new Message()
                .put(Proto.PACKET_TIMESTAMP, timeNs)
                .put(Proto.PACKET_SEQUENCE_ID, SEQUENCE)
                .put(field, content);
        new Message().put(Proto.TRACE_PACKET, packet).writeTo(out);
    }

    /** Hands everything over to the stream below. */
    void flush() throws IOException {
        out.flush();
    }
}
