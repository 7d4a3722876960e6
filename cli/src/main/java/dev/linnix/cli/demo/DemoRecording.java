package dev.linnix.cli.demo;

import dev.linnix.cli.Agent;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.replay.Capture;
import dev.linnix.cli.replay.Recorded;
import dev.linnix.kernel.BootClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A recording of a demo, on a thread of its own. Confined to the demo's thread. */
final class DemoRecording implements AutoCloseable {
    /** For what happened last to come through the recorder, which hands on the little of a quiet host after that time. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Longer than any demo, s. */
    private static final long SECONDS = 3600;

    private static final System.Logger LOG = System.getLogger(DemoRecording.class.getName());

    private final Path file;
    private final Capture capture;
    private final FutureTask<Optional<CommandException>> copying;

    private DemoRecording(Path file, Capture capture) {
        this.file = file;
        this.capture = capture;
        copying = new FutureTask<>(() -> capture.run(bytes -> {}));
    }

    /**
     * Begins; what happens from now on is recorded.
     *
     * @throws CommandException when the agent does not record or the file must not be written
     */
    static DemoRecording start(Agent agent, Path file, boolean force)
            throws CommandException, IOException, InterruptedException {
        DemoRecording recording = new DemoRecording(file, Capture.follow(agent, SECONDS, file, force));
        Thread thread = new Thread(recording.copying, "recording");
        thread.setDaemon(true);
        thread.start();
        recording.capture.awaitUntil(BootClock.nowNs(), PATIENCE);
        return recording;
    }

    /**
     * Ends it with what has happened up to now.
     *
     * @return one sentence on it
     */
    String finish() throws CommandException, IOException, InterruptedException {
        capture.stop();
        try {
            Optional<CommandException> trouble = copying.get();
            if (trouble.isPresent()) throw trouble.get();
            return Recorded.read(file).sentence();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException refused) throw refused;
            if (e.getCause() instanceof IOException failed) throw failed;
            throw new IllegalStateException(e);
        }
    }

    /** Keeps what there is when the demo is ended early. */
    @Override
    public void close() throws IOException {
        capture.stop();
        try {
            copying.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // Told by finish(), or ended before anything was recorded.
            LOG.log(System.Logger.Level.DEBUG, "no recording", e);
        }
        capture.close();
    }
}
