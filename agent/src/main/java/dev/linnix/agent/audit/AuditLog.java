package dev.linnix.agent.audit;

import dev.linnix.agent.state.LineFile;
import dev.linnix.agent.state.StateDir;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends events to {@value #NAME}, one line of JSON each, in the room it was given. Writes on the calling thread, which must
 * not be the engine's. An event that cannot be written is counted, and said once until the next one can. Thread-safe.
 */
public final class AuditLog implements Closeable {
    /** Name of the file in the state directory. */
    public static final String NAME = "audit.ndjson";

    private static final System.Logger LOG = System.getLogger(AuditLog.class.getName());

    /** Turns an event into one line without its end. */
    @FunctionalInterface
    public interface Format {
        /** {@return the line} */
        byte[] line(Instant at, AuditEvent event);
    }

    private final @Nullable LineFile file;
    private final Format format;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private long written;
    private long failed;
    private boolean failing;

    private AuditLog(@Nullable LineFile file, Format format, InstantSource clock) {
        this.file = file;
        this.format = format;
        this.clock = clock;
    }

    /**
     * {@return a log in a directory}
     *
     * @param room bytes on disk for the file and the one before it; 0 for a log that takes nothing
     */
    public static AuditLog in(StateDir dir, long room, Format format, InstantSource clock) {
        return new AuditLog(room == 0 ? null : new LineFile(dir, NAME, room, Long.MAX_VALUE), format, clock);
    }

    /** Appends an event; never throws. */
    public void write(AuditEvent event) {
        if (file == null) return;
        lock.lock();
        try {
            file.append(format.line(clock.instant(), event));
            written++;
            failing = false;
        } catch (IOException | RuntimeException e) {
            failed++;
            if (!failing) LOG.log(System.Logger.Level.WARNING, "the audit log lacks an event: " + e);
            failing = true;
        } finally {
            lock.unlock();
        }
    }

    /** {@return events written since the start} */
    public long written() {
        lock.lock();
        try {
            return written;
        } finally {
            lock.unlock();
        }
    }

    /** {@return events that could not be written since the start} */
    public long failed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (file != null) file.close();
        } finally {
            lock.unlock();
        }
    }
}
