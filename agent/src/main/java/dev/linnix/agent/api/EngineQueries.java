package dev.linnix.agent.api;

import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.ProcessInfo;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/** Asks the engine, which answers on its thread between two batches. Thread-safe. */
final class EngineQueries {
    /** Longest wait for the engine's answer. */
    private static final long ANSWER_SECONDS = 5;

    /** What is done with a long answer. */
    @FunctionalInterface
    interface Use<A, T> {
        T of(A answer) throws HttpError, IOException;
    }

    private final EngineLoop engine;
    /** There may be tens of thousands of processes: long answers are made and used one at a time. */
    private final Semaphore one = new Semaphore(1, true);

    EngineQueries(EngineLoop engine) {
        this.engine = engine;
    }

    /**
     * {@return the engine's answer}
     *
     * @throws HttpError 503 when it has too many questions, or does not answer
     */
    <T> T ask(Function<EngineView, T> question) throws HttpError {
        CompletableFuture<T> answer = engine.mailbox().post(question);
        if (answer == null) throw HttpError.busy("too many queries wait for the engine; try again");
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw HttpError.busy("the engine did not answer within " + ANSWER_SECONDS + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine failed on a query", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpError.stopping();
        }
    }

    /**
     * {@return what {@code use} makes of a long answer; one of these is made at a time, and {@code use} does not wait for
     * a client}
     */
    <A, T> T askLong(Function<EngineView, A> question, Use<A, T> use) throws HttpError, IOException {
        if (!acquire()) throw HttpError.busy("too many clients want long answers; try again");
        try {
            return use.of(ask(question));
        } finally {
            one.release();
        }
    }

    /**
     * {@return what {@code use} makes of all processes}
     *
     * @param dead whether the remembered dead are among them
     */
    <T> T table(boolean dead, Use<List<ProcessInfo>, T> use) throws HttpError, IOException {
        return askLong(view -> view.processes(dead), use);
    }

    /** Adds to an array what is shown of each element of a long answer. */
    <E> void addAll(Response.Array array, Function<EngineView, List<E>> question, Function<Stream<E>, Stream<?>> shown)
            throws HttpError, IOException {
        askLong(question, answer -> {
            for (Iterator<?> each = shown.apply(answer.stream()).iterator(); each.hasNext(); ) array.add(each.next());
            return true;
        });
    }

    private boolean acquire() throws HttpError {
        try {
            return one.tryAcquire(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpError.stopping();
        }
    }
}
