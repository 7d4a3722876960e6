package dev.linnix.engine.detect;

import dev.linnix.engine.World;
import dev.linnix.engine.record.PressureRecord;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Lets a world stall, and tells its engine the totals as a sensor does: once a second. */
public final class Readings {
    private final MemorySegment segment = Arena.ofAuto().allocate(PressureRecord.LAYOUT.size(), 8);
    private final PressureRecord record = new PressureRecord();
    private final World world;
    /** Totals, µs: a host that has been up for long. */
    long cpuUs = 7_000_000_000L;

    long memoryUs = 50_000_000L;
    long ioUs = 900_000_000L;
    /** CPU time of the two CPUs, ns, and the share of it that is used from now on. */
    long busyNs = 70_000_000_000L;

    double busy;
    /** Load averages, times 100. */
    long[] loadX100 = new long[3];

    /** Begins with one reading. */
    public Readings(World world) {
        this.world = world;
        tell();
    }

    /** Seconds pass in which the host stalls for these shares of the time. */
    public void pass(int seconds, double cpu, double memory, double io) {
        for (int i = 0; i < seconds; i++) {
            unread(1, cpu, memory, io);
            tell();
        }
    }

    /** The same, and nobody reads the totals. */
    void unread(int seconds, double cpu, double memory, double io) {
        world.pass(1000L * seconds);
        cpuUs += Math.round(1e6 * seconds * cpu);
        memoryUs += Math.round(1e6 * seconds * memory);
        ioUs += Math.round(1e6 * seconds * io);
        busyNs += Math.round(2e9 * seconds * busy);
    }

    void tell() {
        tell(cpuUs, memoryUs, ioUs);
    }

    void tell(long cpu, long memory, long io) {
        record.begin(segment, 0, world.now);
        record.cpuSomeUs(cpu).memoryFullUs(memory).ioFullUs(io).cpuBusyNs(busyNs);
        record.load1mX100(loadX100[0]).load5mX100(loadX100[1]).load15mX100(loadX100[2]);
        world.accept(record);
    }
}
