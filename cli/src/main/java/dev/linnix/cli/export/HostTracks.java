package dev.linnix.cli.export;

import dev.linnix.engine.record.PressureRecord;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a host is doing as a whole: births and execs a second, load, pressure, free memory. Not thread-safe. */
final class HostTracks {
    private static final long SECOND = 1_000_000_000L;

    private final TraceWriter out;
    private final Set<String> described = new HashSet<>();
    private long host;
    private double cpus = 1;
    private long secondNs = -1;
    private long forks;
    private long execs;
    private @Nullable Reading before;

    /** The totals of one moment; -1 where the kernel does not keep them. */
    private record Reading(
            long timeNs, long cpu, long memorySome, long memoryFull, long ioSome, long ioFull, long busyNs) {
        static Reading of(PressureRecord record) {
            return new Reading(
                    record.timeNs(),
                    record.cpuSomeUs(),
                    record.memorySomeUs(),
                    record.memoryFullUs(),
                    record.ioSomeUs(),
                    record.ioFullUs(),
                    record.cpuBusyNs());
        }
    }

    HostTracks(TraceWriter out) {
        this.out = out;
    }

    /** A segment begins. */
    void begin(String name, int cpuCount, long timeNs) throws IOException {
        cpus = Math.max(1, cpuCount);
        if (host != 0) return;
        host = Tracks.ofHost("host");
        out.track(host, 0, "host " + name, timeNs);
    }

    /** {@return a track for events of the host} */
    long events(String name, long timeNs) throws IOException {
        long track = Tracks.ofHost(name);
        if (described.add(name)) out.track(track, host, name, timeNs);
        return track;
    }

    void fork(long timeNs) throws IOException {
        time(timeNs);
        forks++;
    }

    void exec(long timeNs) throws IOException {
        time(timeNs);
        execs++;
    }

    /** Time has come to here: the seconds that are over are written, of a long silence the first. */
    void time(long timeNs) throws IOException {
        if (secondNs < 0) secondNs = timeNs;
        if (timeNs - secondNs < SECOND) return;
        second();
        if (timeNs - secondNs < SECOND) return;
        second();
        secondNs = timeNs - (timeNs - secondNs) % SECOND;
    }

    private void second() throws IOException {
        count("forks", "per second", secondNs, forks);
        count("execs", "per second", secondNs, execs);
        secondNs += SECOND;
        forks = 0;
        execs = 0;
    }

    /** Shares hold for the time since the reading before, so they are drawn from there. */
    void pressure(PressureRecord record) throws IOException {
        Reading now = Reading.of(record);
        Reading then = before;
        if (then != null && now.timeNs <= then.timeNs) return;
        before = now;
        if (then != null) {
            share("CPU pressure (some)", then, then.cpu, now.cpu, now, 1e3);
            share("memory pressure (some)", then, then.memorySome, now.memorySome, now, 1e3);
            share("memory pressure (full)", then, then.memoryFull, now.memoryFull, now, 1e3);
            share("I/O pressure (some)", then, then.ioSome, now.ioSome, now, 1e3);
            share("I/O pressure (full)", then, then.ioFull, now.ioFull, now, 1e3);
            share("CPU busy", then, then.busyNs, now.busyNs, now, 1 / cpus);
        }
        known("memory available", "bytes", now.timeNs, record.memoryAvailableBytes(), 1);
        known("swap free", "bytes", now.timeNs, record.swapFreeBytes(), 1);
        known("load average (1 min)", "processes", now.timeNs, record.load1mX100(), 100);
    }

    private void share(String name, Reading then, long from, long to, Reading now, double nsPerUnit)
            throws IOException {
        if (from < 0 || to < from) return;
        double percent = 100 * (to - from) * nsPerUnit / (now.timeNs - then.timeNs);
        count(name, "%", then.timeNs, Math.rint(Math.min(percent, 100) * 10) / 10);
    }

    private void known(String name, String unit, long timeNs, long value, double scale) throws IOException {
        if (value >= 0) count(name, unit, timeNs, value / scale);
    }

    private void count(String name, String unit, long timeNs, double value) throws IOException {
        long track = Tracks.ofHost(name);
        if (described.add(name)) out.counter(track, host, name, unit, timeNs);
        out.count(track, timeNs, value);
    }

    /** Writes the second that is not over yet. */
    void end(long timeNs) throws IOException {
        if (secondNs >= 0 && timeNs > secondNs) second();
    }
}
