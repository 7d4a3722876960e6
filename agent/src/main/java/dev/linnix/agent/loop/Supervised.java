package dev.linnix.agent.loop;

import dev.linnix.agent.sensor.RefusedException;
import dev.linnix.engine.record.Sensor;
import dev.linnix.engine.record.SensorStatus;
import dev.linnix.kernel.KernelException;
import org.jspecify.annotations.Nullable;

/**
 * One sensor and its fate: opened when due, closed when it fails, opened again with back-off, given up in the end, or at
 * once when it is refused for good.
 * Confined to one thread, but for {@link #health}.
 *
 * @param <T> what is open while it works
 */
public final class Supervised<T extends AutoCloseable> {
    /** Opens a sensor. */
    @FunctionalInterface
    public interface Opener<T> {
        /**
         * Opens it.
         *
         * @throws KernelException when it cannot be opened now
         * @throws RefusedException when it can never be opened as things are
         */
        T open() throws KernelException, RefusedException;
    }

    /** Told when a sensor comes into another state. */
    @FunctionalInterface
    public interface Observer {
        /** Called on the sensor's thread. */
        void changed(Sensor sensor, SensorStatus status);
    }

    /**
     * How a sensor is.
     *
     * @param name for people and metrics
     * @param sensor whose records it brings
     * @param required whether the agent is not ready without it
     * @param status on, off or failed
     * @param reason why it is not on; null while it is
     * @param restarts times it was opened again
     * @param givenUp whether nothing is tried any more
     */
    public record Health(
            String name,
            Sensor sensor,
            boolean required,
            SensorStatus status,
            @Nullable String reason,
            int restarts,
            boolean givenUp) {

        /** {@return the same, required or not} */
        Health required(boolean required) {
            return new Health(name, sensor, required, status, reason, restarts, givenUp);
        }
    }

    private static final System.Logger LOG = System.getLogger(Supervised.class.getName());

    private final String name;
    private final Sensor sensor;
    private final boolean required;
    private final Opener<? extends T> opener;
    private final Observer observer;
    private final Backoff backoff = new Backoff();
    private @Nullable T open;
    private int opened;
    private volatile Health health;
    private volatile long cpuNs;

    /** Creates a sensor that is off until {@link #get} opens it. */
    public Supervised(String name, Sensor sensor, boolean required, Opener<? extends T> opener, Observer observer) {
        this.name = name;
        this.sensor = sensor;
        this.required = required;
        this.opener = opener;
        this.observer = observer;
        this.health = new Health(name, sensor, required, SensorStatus.OFF, "not started yet", 0, false);
    }

    /** {@return how it is; thread-safe} */
    public Health health() {
        return health;
    }

    /** {@return CPU time it has cost since the start, ns; thread-safe} */
    public long cpuNs() {
        return cpuNs;
    }

    /** Tells what it cost to read it once and to apply what it brought, CPU ns. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void spent(long ns) {
        cpuNs += ns;
    }

    /** {@return the open sensor, opened now if its time has come; null while it is not to be had} */
    public @Nullable T get(long nowNs) {
        if (open != null || !backoff.due(nowNs)) return open;
        try {
            T fresh = opener.open();
            open = fresh;
            opened++;
            set(SensorStatus.ON, null);
            if (opened > 1) LOG.log(System.Logger.Level.INFO, "sensor " + name + " is on again");
        } catch (KernelException | RefusedException | RuntimeException e) {
            failed(nowNs, e);
        }
        return open;
    }

    /** Tells that it did its work once. */
    public void succeeded(long nowNs) {
        backoff.succeeded(nowNs);
    }

    /** Tells that it failed: closes it; {@link #get} opens it again when its time has come. */
    public void failed(long nowNs, Exception cause) {
        close();
        backoff.failed(nowNs);
        if (cause instanceof RefusedException) backoff.giveUp();
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        // Said once for each reason, not at each try.
        if (!reason.equals(health.reason()) || backoff.exhausted()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "sensor " + name + (backoff.exhausted() ? " is given up: " : " failed: ") + reason);
        }
        set(SensorStatus.FAILED, reason);
    }

    /** Closes it without calling it a failure. */
    public void close() {
        T closing = open;
        open = null;
        if (closing == null) return;
        try {
            closing.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "sensor " + name + " did not close: " + e);
        }
    }

    private void set(SensorStatus status, @Nullable String reason) {
        boolean changed = health.status() != status;
        health = new Health(name, sensor, required, status, reason, Math.max(0, opened - 1), backoff.exhausted());
        if (changed) observer.changed(sensor, status);
    }
}
