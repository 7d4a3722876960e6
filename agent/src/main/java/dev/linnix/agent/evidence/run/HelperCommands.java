package dev.linnix.agent.evidence.run;

import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.LimitedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs helpers by {@code setsid} of util-linux, which gives each a session and so a process group of its own, without a
 * shell, with standard input from {@code /dev/null}, in {@code /}. Pipes are only read when something is in them, so that
 * a helper which neither writes nor ends holds up nobody beyond its deadline. One that is killed and does not die, since it
 * waits in the kernel for what does not come, is left behind and counted; while {@value #MOST_ABANDONED} of these live,
 * nothing is started. Thread-safe.
 */
public final class HelperCommands implements Commands {
    /** Where programs are looked for. */
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Times are told in UTC, and texts in English. */
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", PATH, "LC_ALL", "C.UTF-8", "TZ", "UTC");

    private static final int MOST_ABANDONED = 8;
    private static final int MOST_ERROR_BYTES = 4096;
    private static final long MOST_PAUSE_MILLIS = 16;
    private static final long DEATH_MILLIS = 200;

    private final Reaping reaping;
    private final List<Process> abandoned = new ArrayList<>();
    private long abandonedEver;

    /** Creates it; nothing is started yet. */
    public HelperCommands() {
        this(new Reaping());
    }

    HelperCommands(Reaping reaping) {
        this.reaping = reaping;
    }

    /** {@return helpers left behind so far because nothing could end them} */
    public synchronized long abandoned() {
        return abandonedEver;
    }

    @Override
    public Result read(Path file, long most, OutputStream to, Duration timeout)
            throws IOException, InterruptedException {
        return run(List.of("head", "-c", Long.toString(most), "--", file.toString()), to, timeout);
    }

    @Override
    public Result run(List<String> command, OutputStream to, Duration timeout)
            throws IOException, InterruptedException {
        refuseWhenManyAreStuck();
        long deadline = System.nanoTime() + timeout.toNanos();
        Process helper = start(command);
        boolean ended = false;
        try (InputStream out = helper.getInputStream();
                InputStream error = helper.getErrorStream()) {
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            boolean full = false;
            long pause = 1;
            while (!ended && !full && System.nanoTime() < deadline) {
                ended = helper.waitFor(pause, TimeUnit.MILLISECONDS);
                // as much as a pipe holds, so that a helper that writes without end cannot keep this from looking at
                // the time
                boolean said = move(out, to);
                boolean complained = keep(error, errors);
                pause = said || complained ? 1 : Math.min(2 * pause, MOST_PAUSE_MILLIS);
                full = to instanceof LimitedStream limited && limited.isFull();
            }
            int exit = ended ? helper.exitValue() : full ? 0 : -1;
            refuseWhatCouldNotBeRun(command, exit, text(errors));
            return new Result(exit, text(errors), !ended && !full);
        } finally {
            if (!reaping.end(helper, ended, DEATH_MILLIS)) abandon(helper);
        }
    }

    private static Process start(List<String> command) throws IOException {
        String program = command.getFirst();
        List<String> whole = new ArrayList<>(List.of(find("setsid")));
        whole.add(program.indexOf('/') < 0 ? find(program) : program);
        whole.addAll(command.subList(1, command.size()));
        ProcessBuilder builder = new ProcessBuilder(whole)
                .directory(Path.of("/").toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    private static String find(String program) throws IOException {
        return installed(program)
                .orElseThrow(() -> new NoSuchFileException(program, null, "is not installed in " + PATH));
    }

    private static Optional<String> installed(String program) {
        for (String directory : PATH.split(":")) {
            Path file = Path.of(directory, program);
            if (Files.isExecutable(file)) return Optional.of(file.toString());
        }
        return Optional.empty();
    }

    /** By what {@code setsid} says when it cannot run a program. */
    private static void refuseWhatCouldNotBeRun(List<String> command, int exit, String error) throws IOException {
        if ((exit == 126 || exit == 127) && error.startsWith("setsid: failed to execute")) {
            throw new IOException("program " + command.getFirst() + " cannot be run: "
                    + error.substring(error.lastIndexOf(':') + 1).strip());
        }
    }

    /** {@return whether there was anything} */
    private static boolean move(InputStream from, OutputStream to) throws IOException {
        int available = from.available();
        if (available == 0) return false;
        to.write(from.readNBytes(available));
        return true;
    }

    private static boolean keep(InputStream from, ByteArrayOutputStream to) throws IOException {
        int available = from.available();
        if (available == 0) return false;
        byte[] bytes = from.readNBytes(available);
        to.write(bytes, 0, Math.min(bytes.length, MOST_ERROR_BYTES - to.size()));
        return true;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private synchronized void refuseWhenManyAreStuck() throws IOException {
        abandoned.removeIf(process -> !process.isAlive());
        if (abandoned.size() >= MOST_ABANDONED) {
            throw new IOException(abandoned.size() + " helper processes are stuck already, pid "
                    + abandoned.getFirst().pid() + " among them: nothing more is started");
        }
    }

    private synchronized void abandon(Process helper) {
        abandoned.add(helper);
        abandonedEver++;
    }
}
