package dev.linnix.cli.http;

import dev.linnix.cli.http.EventStream.Event;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of server-sent events that goes on where it broke off, when the agent or the way to it was gone for a while. What
 * the agent no longer has it says itself, by an event {@code gap}. One reader; any thread may close it.
 */
public final class ResumingStream implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Hears of breaks. */
    public interface Listener {
        /** The stream broke, and is tried again. */
        void broken(String why);

        /** It goes on, after so much time without. */
        void resumed(Duration without);
    }

    private final AgentHttp http;
    private final String path;
    private final Duration patience;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile EventStream stream;

    /**
     * Opens the stream.
     *
     * @param path and query
     * @param patience how long a stream that broke is tried again, each time; zero for not at all
     * @throws AgentHttp.RefusedException when the agent answers with anything but a stream
     * @throws IOException when it does not answer; it is not tried again
     */
    public ResumingStream(AgentHttp http, String path, Duration patience, Listener listener) throws IOException {
        this.http = http;
        this.path = path;
        this.patience = patience;
        this.listener = listener;
        stream = http.events(path, null);
    }

    /**
     * Waits for the next event, over any number of breaks.
     *
     * @throws AgentHttp.RefusedException when the agent that came back does not serve the stream any more
     * @throws IOException when the stream broke and the agent did not come back in time
     */
    public Event next() throws IOException, InterruptedException {
        while (true) {
            String why = "the agent ended it";
            try {
                Event event = stream.next();
                if (event != null) return event;
            } catch (IOException e) {
                why = String.valueOf(e.getMessage());
            }
            reopen(why);
        }
    }

    private void reopen(String why) throws IOException, InterruptedException {
        String lastId = stream.lastId();
        stream.close();
        if (patience.isZero() || closed.getCount() == 0) throw new IOException(why);
        listener.broken(why);
        long begin = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        IOException last = null;
        for (Duration left = patience; left.isPositive(); left = patience.minus(since(begin))) {
            if (closed.await((pause.compareTo(left) < 0 ? pause : left).toNanos(), TimeUnit.NANOSECONDS)) break;
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            try {
                stream = http.events(path, lastId);
                // Closed meanwhile, it was the stream before that was closed.
                if (closed.getCount() == 0) stream.close();
                else listener.resumed(since(begin));
                return;
            } catch (AgentHttp.RefusedException e) {
                // Too many readers, or an agent that is about to stop: both pass.
                if (e.answer().status() != HttpURLConnection.HTTP_UNAVAILABLE) throw e;
                last = e;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException(
                why + ", and it did not come back within " + patience.toSeconds() + " s (" + text(last) + ")");
    }

    private static String text(@Nullable IOException e) {
        return e == null ? "not asked" : String.valueOf(e.getMessage());
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** Also ends a {@link #next} that waits in another thread. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        stream.close();
    }
}
