package dev.linnix.agent.sensor;

import dev.linnix.engine.record.PressureRecord;
import dev.linnix.engine.record.Sensor;
import dev.linnix.kernel.BootClock;
import dev.linnix.kernel.KernelException;
import dev.linnix.kernel.Pressure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One pressure record per reading. */
public final class PressureSource implements BatchSource {
    private final Pressure pressure;
    private final MemorySegment batch = Arena.ofAuto().allocate(PressureRecord.LAYOUT.size(), 8);
    private final PressureRecord flyweight = new PressureRecord();

    private PressureSource(Pressure pressure) {
        this.pressure = pressure;
    }

    /**
     * Opens what the kernel tells of pressure.
     *
     * @throws KernelException when {@code /proc} is not mounted
     */
    public static PressureSource open() throws KernelException {
        return new PressureSource(Pressure.open());
    }

    @Override
    public Sensor sensor() {
        return Sensor.PRESSURE;
    }

    @Override
    public MemorySegment read() throws KernelException {
        Pressure.Reading now = pressure.read();
        flyweight.begin(batch, 0, BootClock.nowNs());
        flyweight
                .cpuSomeUs(now.cpuSomeUs())
                .memorySomeUs(now.memorySomeUs())
                .memoryFullUs(now.memoryFullUs())
                .ioSomeUs(now.ioSomeUs())
                .ioFullUs(now.ioFullUs())
                .memoryAvailableBytes(now.memoryAvailableBytes())
                .swapFreeBytes(now.swapFreeBytes())
                .cpuBusyNs(now.cpuBusyNs())
                .load1mX100(now.load1mX100())
                .load5mX100(now.load5mX100())
                .load15mX100(now.load15mX100());
        return batch;
    }

    @Override
    public void close() {
        pressure.close();
    }
}
