package dev.linnix.agent.sensor;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import dev.linnix.engine.record.ImageFlyweight;
import dev.linnix.engine.record.RecordType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Collects what the life-cycle sensor delivers, as plain objects in the order of the ring. */
final class Seen {
    /** One record; what its type does not have is 0 or empty; name and arguments with one character per byte. */
    record Event(
            int type,
            long timeNs,
            int pid,
            long startNs,
            int parentPid,
            long parentStartNs,
            int uid,
            long cgroupId,
            int status,
            int flags,
            long cpuNs,
            long peakBytes,
            String comm,
            String path,
            String args,
            int argc,
            int imageFlags) {}

    private final KernelSensors sensors;
    private final List<Event> events = new ArrayList<>();

    Seen(KernelSensors sensors) {
        this.sensors = sensors;
    }

    List<Event> events() {
        return events;
    }

    List<Event> of(int type, Predicate<Event> which) {
        return events.stream().filter(e -> e.type() == type && which.test(e)).toList();
    }

    List<Event> of(int type, long pid) {
        return of(type, e -> e.pid() == pid);
    }

    void drain() {
        sensors.drain(this::add, Integer.MAX_VALUE);
    }

    /** Drains until the process has ended for the sensor, too. */
    void awaitExit(long pid) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    drain();
                    return !of(RecordType.EXIT, pid).isEmpty();
                });
    }

    private void add(MemorySegment segment, long offset, int length) {
        int type = Flyweight.type(segment, offset);
        if (Flyweight.length(segment, offset) != length) throw new AssertionError("length in header and ring differ");
        events.add(
                switch (type) {
                    case RecordType.FORK -> fork(segment, offset);
                    case RecordType.EXEC -> exec(segment, offset);
                    case RecordType.EXIT -> exit(segment, offset);
                    default -> throw new AssertionError("type " + type + " in the ring");
                });
    }

    private static Event fork(MemorySegment segment, long offset) {
        ForkRecord r = new ForkRecord();
        r.wrap(segment, offset);
        return new Event(
                RecordType.FORK,
                r.timeNs(),
                r.pid(),
                r.startNs(),
                r.parentPid(),
                r.parentStartNs(),
                r.uid(),
                r.cgroupId(),
                0,
                r.flags(),
                0,
                0,
                comm(segment, r.commOffset()),
                "",
                "",
                0,
                0);
    }

    private static Event exec(MemorySegment segment, long offset) {
        ExecRecord r = new ExecRecord();
        r.wrap(segment, offset);
        ImageFlyweight image = r.image();
        return new Event(
                RecordType.EXEC,
                r.timeNs(),
                r.pid(),
                r.startNs(),
                r.parentPid(),
                r.parentStartNs(),
                r.uid(),
                r.cgroupId(),
                0,
                r.flags(),
                0,
                0,
                comm(segment, r.commOffset()),
                path(image),
                latin1(bytes(segment, image.argsOffset(), image.argsLength())),
                image.argc(),
                image.flags());
    }

    private static Event exit(MemorySegment segment, long offset) {
        ExitRecord r = new ExitRecord();
        r.wrap(segment, offset);
        return new Event(
                RecordType.EXIT,
                r.timeNs(),
                r.pid(),
                r.startNs(),
                r.parentPid(),
                r.parentStartNs(),
                r.uid(),
                r.cgroupId(),
                r.status(),
                r.flags(),
                r.cpuNs(),
                r.peakBytes(),
                comm(segment, r.commOffset()),
                "",
                "",
                0,
                0);
    }

    static String comm(MemorySegment segment, long offset) {
        String comm = latin1(bytes(segment, offset, 16));
        return comm.substring(0, comm.indexOf('\0'));
    }

    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** {@return the path from the root, for components that are text} */
    static String path(ImageFlyweight image) {
        String leafFirst =
                new String(bytes(image.segment(), image.pathOffset(), image.pathLength()), StandardCharsets.UTF_8);
        List<String> components = new ArrayList<>(List.of(leafFirst.split("\0")));
        Collections.reverse(components);
        return "/" + String.join("/", components);
    }

    static byte[] bytes(MemorySegment segment, long offset, int length) {
        byte[] bytes = new byte[length];
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return bytes;
    }
}
