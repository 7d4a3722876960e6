package dev.linnix.cli.replay;

import dev.linnix.recording.Pacer;
import java.util.concurrent.TimeUnit;

/** As fast as it was. Confined to one thread. */
final class RealTime implements Pacer {
    private boolean begun;
    private long begin;

    @Override
    public void await(long elapsedNs) throws InterruptedException {
        long now = System.nanoTime();
        if (!begun) begin = now - elapsedNs;
        begun = true;
        long left = begin + elapsedNs - now;
        if (left > 0) TimeUnit.NANOSECONDS.sleep(left);
    }
}
