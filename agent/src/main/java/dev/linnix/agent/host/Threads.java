package dev.linnix.agent.host;

import java.time.Duration;

/** Waits for threads to end. */
public final class Threads {
    private Threads() {}

    /** {@return whether the thread has ended, or was never started, within the time} */
    public static boolean ended(Thread thread, long millis) {
        if (thread.getState() == Thread.State.NEW) return true;
        try {
            return thread.join(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
