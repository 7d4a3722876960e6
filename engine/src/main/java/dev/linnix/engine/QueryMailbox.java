package dev.linnix.engine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How other threads read the engine: they post a query, the engine answers it between batches. Bounded; a full mailbox
 * refuses and counts. {@link #post} and {@link #rejected} are thread-safe, {@link #answer} belongs to the engine's thread.
 */
public final class QueryMailbox {
    /** Most queries waiting at one time. */
    public static final int CAPACITY = 64;

    private record Query<T>(Function<EngineView, T> question, CompletableFuture<T> result) {
        void answer(EngineView view) {
            try {
                result.complete(question.apply(view));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
                if (e instanceof Error error) throw error;
            }
        }
    }

    private final ArrayBlockingQueue<Query<?>> queries = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong rejected = new AtomicLong();
    private final Runnable wakeEngine;

    /** Creates a mailbox that calls {@code wakeEngine}, from any thread, when a query arrives. */
    public QueryMailbox(Runnable wakeEngine) {
        this.wakeEngine = wakeEngine;
    }

    /** {@return the answer to come, or null when the mailbox is full} */
    public <T> @Nullable CompletableFuture<T> post(Function<EngineView, T> question) {
        Query<T> query = new Query<>(question, new CompletableFuture<>());
        if (!queries.offer(query)) {
            rejected.incrementAndGet();
            return null;
        }
        wakeEngine.run();
        return query.result();
    }

    /** {@return queries refused since start because the mailbox was full} */
    public long rejected() {
        return rejected.get();
    }

    /** Answers every query that waits; to be called on the engine's thread. Returns how many. */
    public int answer(EngineView view) {
        int answered = 0;
        while (answered < CAPACITY) {
            Query<?> query = queries.poll();
            if (query == null) break;
            query.answer(view);
            answered++;
        }
        return answered;
    }
}
