package dev.linnix.cli.demo;

import dev.linnix.cli.http.EventStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every firing of an agent's rules, each once. Told at once by {@code /alerts}; what that misses, because the stream
 * broke or its reader was slow, comes from {@code /timeline}, read once a second. One consumer; the stream has a thread
 * of its own.
 */
final class AlertStream implements AutoCloseable {
    private static final int QUEUE = 1000;
    private static final long TIMELINE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AgentClient agent;
    private final LinkedBlockingQueue<AlertSeen> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Set<String> told = new HashSet<>();
    private final Thread reader;
    private volatile @Nullable EventStream open;
    private volatile boolean closed;
    private long timelineAt = System.nanoTime();

    /**
     * Subscribes; alerts that fired before are not told.
     *
     * @throws IOException when the agent does not answer
     */
    AlertStream(AgentClient agent) throws IOException {
        this.agent = agent;
        EventStream first = agent.stream("/alerts");
        open = first;
        for (AlertSeen old : agent.timeline()) told.add(old.key());
        reader = new Thread(() -> read(first), "alerts");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Waits for the next firing.
     *
     * @param nanos how long at most
     * @return null when none came
     */
    @Nullable
    AlertSeen next(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (true) {
            long now = System.nanoTime();
            if (now - timelineAt >= TIMELINE_NANOS) {
                timelineAt = now;
                catchUp();
            }
            long wait = Math.min(deadline - now, timelineAt + TIMELINE_NANOS - now);
            AlertSeen alert = queue.poll(Math.max(wait, 0), TimeUnit.NANOSECONDS);
            if (alert != null && alert.isFiring() && told.add(alert.key())) return alert;
            if (alert == null && System.nanoTime() - deadline >= 0) return null;
        }
    }

    private void catchUp() {
        try {
            List<AlertSeen> all = agent.timeline();
            for (AlertSeen alert : all.reversed()) {
                if (!told.contains(alert.key())) queue.offer(alert); // when full, the next time finds it again
            }
        } catch (IOException e) {
            // The agent is busy or gone; the stream or the next reading tells.
            System.getLogger(AlertStream.class.getName()).log(System.Logger.Level.DEBUG, "no timeline", e);
        }
    }

    private void read(EventStream first) {
        EventStream stream = first;
        while (!closed && stream != null) {
            try (EventStream current = stream) {
                for (EventStream.Event event = current.next(); event != null; event = current.next()) {
                    queue.offer(agent.alert(event.data())); // when full, the timeline has it
                }
            } catch (IOException _) {
                // Broken off: opened again below, and the timeline has what was missed.
            }
            stream = reopen();
        }
    }

    private @Nullable EventStream reopen() {
        while (!closed) {
            try {
                Thread.sleep(100);
                EventStream stream = agent.stream("/alerts");
                open = stream;
                return stream;
            } catch (IOException _) {
                // Not there yet; tried again until closed.
            } catch (InterruptedException _) {
                break;
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        reader.interrupt();
        EventStream current = open;
        if (current != null) current.close();
    }
}
