package dev.linnix.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
    private volatile Socket open;
    private volatile boolean closed;
    private long timelineAt = System.nanoTime();

    /**
     * Subscribes; alerts that fired before are not told.
     *
     * @throws IOException when the agent does not answer
     */
    AlertStream(AgentClient agent) throws IOException {
        this.agent = agent;
        Socket first = agent.stream("/alerts");
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

    private void read(Socket first) {
        Socket socket = first;
        while (!closed) {
            try (Socket current = socket;
                    var lines = new BufferedReader(
                            new InputStreamReader(current.getInputStream(), StandardCharsets.UTF_8))) {
                events(lines);
            } catch (IOException _) {
                // Broken off: opened again below, and the timeline has what was missed.
            }
            socket = reopen();
        }
    }

    private void events(BufferedReader lines) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                data.append(line, 5, line.length()).append('\n');
            } else if (line.isEmpty() && !data.isEmpty()) {
                queue.offer(agent.alert(data.toString())); // when full, the timeline has it
                data.setLength(0);
            }
        }
    }

    private Socket reopen() {
        while (!closed) {
            try {
                Thread.sleep(100);
                Socket socket = agent.stream("/alerts");
                open = socket;
                return socket;
            } catch (IOException _) {
                // Not there yet; tried again until closed.
            } catch (InterruptedException _) {
                break;
            }
        }
        return new Socket();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        reader.interrupt();
        open.close();
    }
}
