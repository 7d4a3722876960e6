package dev.linnix.agent.metrics;

import dev.linnix.agent.metrics.Readings.Answer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The page Prometheus reads. One scrape costs the engine one query; while one is made the others wait, and what was made
 * serves every scrape of the next {@link #FRESH_NS}, a failure too: any number of scrapes at a time costs what one does.
 * Thread-safe.
 */
public final class Metrics {
    /** How long a page is served, ns. */
    static final long FRESH_NS = 250_000_000L;

    /** Longest wait for the engine's answer. */
    private static final long ANSWER_SECONDS = 5;

    /**
     * A page.
     *
     * @param contentType of it, for the HTTP header of this name
     * @param body UTF-8; shared, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and handed over without a copy
    public record Page(String contentType, byte[] body) {}

    private final MetricSources sources;
    private final LongSupplier bootNs;
    private final Map<Format, Page> pages = new EnumMap<>(Format.class);
    private @Nullable Exposition exposition;
    private @Nullable String problem;
    private long madeNs;
    private boolean made;

    /**
     * Creates the page; nothing is read until it is asked for.
     *
     * @param bootNs CLOCK_BOOTTIME, ns
     */
    public Metrics(MetricSources sources, LongSupplier bootNs) {
        this.sources = sources;
        this.bootNs = bootNs;
    }

    /**
     * Makes the page, or takes the one just made.
     *
     * @param accept the request's Accept header, null for none
     * @return OpenMetrics 1.0.0 when the client asks for it, else Prometheus text 0.0.4
     * @throws UnavailableException when the engine does not answer
     */
    public synchronized Page render(@Nullable String accept) throws UnavailableException {
        if (!made || bootNs.getAsLong() - madeNs >= FRESH_NS) make();
        if (exposition == null) throw new UnavailableException(String.valueOf(problem));
        Exposition current = exposition;
        return pages.computeIfAbsent(
                Format.of(accept), format -> new Page(format.writer().getContentType(), current.page(format)));
    }

    private void make() {
        pages.clear();
        exposition = null;
        try {
            exposition = new Exposition(new Readings(
                    sources, ask(), sources.recorder().status(), sources.evidence().get(), sources.api().get()));
        } catch (UnavailableException e) {
            problem = e.getMessage();
        }
        madeNs = bootNs.getAsLong();
        made = true;
    }

    private Answer ask() throws UnavailableException {
        CompletableFuture<Answer> answer = sources.engine().mailbox().post(view -> Answer.ask(view, sources.alerts()));
        if (answer == null) throw new UnavailableException("too many queries wait for the engine; try again");
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException("the engine did not answer within " + ANSWER_SECONDS + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine failed on a query", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the agent stops");
        }
    }
}
