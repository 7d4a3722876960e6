package dev.linnix.agent.api;

import dev.linnix.agent.loop.EngineLoop;
import dev.linnix.engine.EngineView;
import dev.linnix.engine.model.ProcessInfo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Asks the engine, which answers on its thread between two batches. Thread-safe. */
final class EngineQueries {
    /** Longest wait for the engine's answer. */
    private static final long ANSWER_SECONDS = 5;

    /** What is done with a copy of the whole table. */
    @FunctionalInterface
    interface TableUse<T> {
        T of(List<ProcessInfo> processes) throws HttpError;
    }

    private final EngineLoop engine;
    /** The table may hold tens of thousands of processes: its copies are made and used one at a time. */
    private final Semaphore wholeTable = new Semaphore(1, true);

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
            throw HttpError.busy("the agent stops");
        }
    }

    /**
     * {@return what {@code use} makes of all processes}
     *
     * @param dead whether the remembered dead are among them
     */
    <T> T table(boolean dead, TableUse<T> use) throws HttpError {
        if (!acquire()) throw HttpError.busy("too many clients want the whole table; try again");
        try {
            return use.of(ask(view -> view.processes(dead)));
        } finally {
            wholeTable.release();
        }
    }

    private boolean acquire() {
        try {
            return wholeTable.tryAcquire(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
