package dev.linnix.agent.api;

import dev.linnix.agent.api.json.EventJson;
import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.host.WallClock;
import dev.linnix.engine.EventTap;
import dev.linnix.engine.KernelText;
import dev.linnix.engine.record.RecordType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns process events into frames, for as long as somebody reads and {@link #LINGER_NS} more, so that a reader whose
 * connection broke finds what it missed. Works on a virtual thread of its own, that looks every
 * {@link #PERIOD_MILLIS}. Thread-safe.
 */
final class EventStream implements AutoCloseable {
    /** Events kept for those who come back. */
    static final int KEPT = 8192;

    static final long LINGER_NS = 30_000_000_000L;

    private static final long MOST_BYTES = 4 << 20;
    private static final long PERIOD_MILLIS = 25;
    private static final double SECOND = 1e9;
    /** What is not known, and the most that can be told, in the fields of 16 bits. */
    private static final int MILLI_UNKNOWN = 0xffff;

    private static final int MILLI_MOST = 0xfffe;

    private final EventRing ring = new EventRing();
    private final Backlog backlog = new Backlog(KEPT, MOST_BYTES);
    private final WallClock clock;
    private final long memoryBytes;
    private final Groups groups;
    private final Runnable onFrames;
    private int readers;
    private @Nullable Thread pump;
    private volatile boolean closed;

    /** Creates a stream that calls {@code onFrames} after frames were added. */
    EventStream(WallClock clock, long memoryBytes, Groups groups, Runnable onFrames) {
        this.clock = clock;
        this.memoryBytes = memoryBytes;
        this.groups = groups;
        this.onFrames = onFrames;
    }

    /** {@return what the engine is to show its records} */
    EventTap tap() {
        return ring;
    }

    Backlog backlog() {
        return backlog;
    }

    /** {@return number of the latest event} */
    long count() {
        return ring.count();
    }

    long dropped() {
        return ring.dropped();
    }

    /** A reader has come. */
    synchronized void enter() {
        readers++;
        if (pump != null || closed) return;
        ring.open();
        pump = Thread.ofVirtual().name("linnix-event-stream").start(this::run);
    }

    /** A reader has gone. */
    synchronized void leave() {
        readers--;
    }

    private void run() {
        long lastReader = clock.nowNs();
        try {
            while (!closed) {
                long before = backlog.latest();
                ring.drain(event -> backlog.add(frame(event)));
                if (backlog.latest() != before) onFrames.run();
                synchronized (this) {
                    if (readers > 0) lastReader = clock.nowNs();
                    if (clock.nowNs() - lastReader > LINGER_NS) {
                        ring.close();
                        backlog.clear();
                        pump = null;
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            // The agent stops.
            closed = true;
        }
    }

    private Frame frame(EventRing.Event event) {
        String comm = name(event);
        String type = RecordType.name(event.type());
        byte[] json = Json.bytes(json(event, type, comm));
        byte[] bytes = new byte[json.length + 8];
        ByteBuffer.wrap(bytes)
                .put("data: ".getBytes(StandardCharsets.US_ASCII))
                .put(json)
                .put((byte) '\n')
                .put((byte) '\n');
        return new Frame(event.number(), type, event.pid(), comm, bytes);
    }

    private static String name(EventRing.Event event) {
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(event.commLow())
                .putLong(event.commHigh());
        return KernelText.escape(bytes);
    }

    private EventJson json(EventRing.Event event, String type, String comm) {
        boolean exit = event.type() == RecordType.EXIT;
        double lifeNs = Math.max(1, event.timeNs() - event.startNs());
        Double cpu = exit ? 100.0 * event.cpuNs() / lifeNs : null;
        Double memory = event.peakBytes() > 0 ? 100.0 * event.peakBytes() / memoryBytes : null;
        int signal = event.status() & 0x7f;
        return new EventJson(
                event.pid(),
                event.parentPid(),
                event.uid(),
                Explicit.of(groups.of(event.pid(), event.startNs(), event.uid(), exit)),
                comm,
                number(event.type()),
                type,
                event.timeNs(),
                event.number(),
                exit ? event.timeNs() : 0,
                milli(cpu),
                milli(memory),
                cpu,
                memory,
                0,
                0,
                0,
                0,
                List.of(),
                clock.wall(event.timeNs()).toString(),
                event.startNs(),
                exit ? event.cpuNs() / SECOND : null,
                event.peakBytes() > 0 ? event.peakBytes() : null,
                exit && signal == 0 ? event.status() >> 8 & 0xff : null,
                exit && signal != 0 ? signal : null);
    }

    /** {@return the number clients know the type by} */
    private static int number(int type) {
        return switch (type) {
            case RecordType.EXEC -> 0;
            case RecordType.FORK -> 1;
            default -> 2;
        };
    }

    private static int milli(@Nullable Double percent) {
        return percent == null ? MILLI_UNKNOWN : (int) Math.min(MILLI_MOST, Math.round(percent * 1000));
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (pump != null) pump.interrupt();
    }
}
