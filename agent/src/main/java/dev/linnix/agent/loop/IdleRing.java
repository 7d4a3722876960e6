package dev.linnix.agent.loop;

import dev.linnix.agent.sensor.RingSource;
import dev.linnix.kernel.RecordHandler;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A ring that never has a record: what the engine's thread waits on where there are no kernel sensors. */
final class IdleRing implements RingSource {
    private final Semaphore wakeUps = new Semaphore(0);

    @Override
    public int drain(RecordHandler handler, int limit) {
        return 0;
    }

    @Override
    public long producerPosition() {
        return 0;
    }

    @Override
    public long consumerPosition() {
        return 0;
    }

    @Override
    public void await(int timeoutMillis) {
        try {
            if (wakeUps.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) wakeUps.drainPermits();
        } catch (InterruptedException e) {
            // An interrupt only ends the wait: the loop looks at its own flag, and would spin with this one set.
            return;
        }
    }

    @Override
    public void wake() {
        if (wakeUps.availablePermits() == 0) wakeUps.release();
    }

    @Override
    public void close() {}
}
