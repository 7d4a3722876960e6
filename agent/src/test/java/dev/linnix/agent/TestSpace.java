package dev.linnix.agent;

import dev.linnix.agent.space.Limits;
import dev.linnix.agent.space.SpaceKeeper;
import dev.linnix.kernel.Allocation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;

/** Keepers of space for tests that are about something else. */
public final class TestSpace {
    private TestSpace() {}

    /** {@return one without stores, on a disk that is empty} */
    public static SpaceKeeper keeper(long budget) {
        return new SpaceKeeper(
                budget,
                new Limits(Duration.ofDays(1), 100, OptionalLong.empty()),
                () -> new Allocation.Volume(1L << 40, 1L << 40, 0, 0, 4096),
                InstantSource.system(),
                System::nanoTime,
                deletion -> {});
    }
}
