package dev.linnix.cli.replay;

import dev.linnix.cli.Agent;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.http.Download;
import dev.linnix.cli.http.Query;
import dev.linnix.recording.BlockEdge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A recording that an agent sends, on its way into a file. One thread runs it; any may stop it or wait for a time. */
public final class Capture implements AutoCloseable {
    private static final int PIECE = 64 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Agent agent;
    private final Path file;
    private final boolean force;
    private final RecordingFile target;
    private final Download source;
    private final BlockEdge edge = new BlockEdge();
    /** How the agent is told to end it; null when it ends by itself. */
    private final @Nullable String end;

    private volatile boolean stopped;
    private boolean through;
    private boolean refused;
    private long lastNs;

    private Capture(
            Agent agent, Path file, boolean force, RecordingFile target, Download source, @Nullable String end) {
        this.agent = agent;
        this.file = file;
        this.force = force;
        this.target = target;
        this.source = source;
        this.end = end;
    }

    /**
     * Has the agent begin to send what it records from now on.
     *
     * @param seconds how long at most
     * @param file to write
     * @param force whether one that is there already is replaced
     * @throws CommandException when the file must not be written or the agent does not send
     */
    public static Capture follow(Agent agent, long seconds, Path file, boolean force)
            throws CommandException, IOException {
        String id = UUID.randomUUID().toString();
        String path = new Query("/recorder/follow")
                .with("seconds", seconds)
                .with("id", id)
                .toString();
        return begin(
                agent,
                path,
                file,
                force,
                new Query("/recorder/stop").with("id", id).toString());
    }

    /**
     * Has the agent begin.
     *
     * @param path what to post
     * @param file to write
     * @param force whether one that is there already is replaced
     * @throws CommandException when the file must not be written or the agent does not send
     */
    public static Capture begin(Agent agent, String path, Path file, boolean force)
            throws CommandException, IOException {
        return begin(agent, path, file, force, null);
    }

    private static Capture begin(Agent agent, String path, Path file, boolean force, @Nullable String end)
            throws CommandException, IOException {
        RecordingFile target = RecordingFile.create(file, force);
        try {
            return new Capture(agent, file, force, target, agent.post(path), end);
        } catch (CommandException e) {
            target.close();
            throw e;
        }
    }

    /**
     * Copies until the agent has sent everything or {@link #stop} is called, and puts the file in its place. Of a recording
     * that breaks off every whole block is kept.
     *
     * @param progress told of the bytes so far
     * @return why it ended before its time; empty when it did not
     * @throws CommandException when nothing was recorded
     */
    public Optional<CommandException> run(LongConsumer progress) throws CommandException, IOException {
        Optional<CommandException> trouble;
        try {
            trouble = copy(progress);
        } finally {
            through();
        }
        if (edge.whole() == 0) {
            target.close();
            throw trouble.orElseGet(() -> new CommandException(
                    ExitCode.PROBLEM, "the agent at " + agent.address() + " sent nothing: " + file + " was not made"));
        }
        target.keep(edge.whole(), force);
        return trouble.map(
                e -> new CommandException(e.exitCode(), e.sentence() + "; what came until then is in " + file));
    }

    private Optional<CommandException> copy(LongConsumer progress) {
        byte[] piece = new byte[PIECE];
        while (true) {
            int got;
            try {
                got = source.read(piece);
                if (got < 0) return whole();
                edge.take(piece, got);
            } catch (IOException e) {
                return stopped ? Optional.empty() : Optional.of(broken(String.valueOf(e.getMessage())));
            }
            try {
                target.write(piece, got);
            } catch (IOException e) {
                return Optional.of(new CommandException(ExitCode.PROBLEM, target.part() + ": " + e.getMessage()));
            }
            reached(edge.lastNs());
            progress.accept(edge.seen());
        }
    }

    private Optional<CommandException> whole() {
        return edge.seen() == edge.whole() ? Optional.empty() : Optional.of(broken("it ended within a block"));
    }

    private CommandException broken(String why) {
        return new CommandException(
                ExitCode.NO_AGENT, "the recording of the agent at " + agent.address() + " broke off: " + why);
    }

    private synchronized void through() {
        through = true;
        notifyAll();
    }

    private synchronized void reached(long ns) {
        lastNs = ns;
        notifyAll();
    }

    /**
     * Waits until the recording has come so far.
     *
     * @param ns CLOCK_BOOTTIME
     * @param most how long at most
     * @return whether it has
     */
    public synchronized boolean awaitUntil(long ns, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (lastNs < ns) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    /**
     * Ends the recording in good order: {@link #run} keeps what has come. The agent is asked to end it where it is whole;
     * one that does not within {@link #PATIENCE} is left.
     */
    public void stop() {
        stopped = true;
        try {
            if (isEndedByAgent()) return;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        try {
            source.close();
        } catch (IOException _) {
            // A connection that cannot be closed is broken, which ends the wait for it as well.
        }
    }

    private boolean isEndedByAgent() throws InterruptedException {
        if (end == null) return false;
        // An agent that hangs must not hold up whoever stops.
        Thread.ofPlatform().daemon().name("linnix-stop").start(() -> ask(end));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (this) {
            while (!through && !refused) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) break;
                wait(left);
            }
            return through;
        }
    }

    private void ask(String path) {
        try {
            agent.post(path).close();
        } catch (CommandException | IOException _) {
            // One that is gone has ended the recording as well, though not in good order.
            synchronized (this) {
                refused = true;
                notifyAll();
            }
        }
    }

    /** Also removes a file that was not finished. */
    @Override
    public void close() throws IOException {
        source.close();
        target.close();
    }
}
