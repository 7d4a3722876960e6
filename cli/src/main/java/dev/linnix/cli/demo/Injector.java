package dev.linnix.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One fault being caused: a process in a session of its own, so that it and all its descendants can be told from
 * everything else and killed at once, whatever became of their parents. It also dies with the thread that started it.
 */
public final class Injector implements Suspect, AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Prefix of a command whose process is killed when the thread that started it ends. */
    static final List<String> DIES_WITH_ITS_PARENT = List.of("setpriv", "--pdeathsig", "KILL");

    /** Longest life of a fault, even if nobody ends it, seconds. */
    static final int MOST_SECONDS = 60;

    private static final int MOST_FORKS = 300_000;

    private final Process process;
    private final String command;

    private Injector(Process process, String command) {
        this.process = process;
        this.command = command;
    }

    /**
     * Starts to cause a fault.
     *
     * @param directory for what it needs in files
     * @throws IOException when it cannot be started
     */
    public static Injector start(Scenario scenario, Path directory) throws IOException {
        List<String> what = command(scenario, directory);
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(DIES_WITH_ITS_PARENT);
        words.addAll(what);
        Path log = directory.resolve(scenario.word() + ".log");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        return new Injector(process, shown(scenario));
    }

    private static List<String> command(Scenario scenario, Path directory) throws IOException {
        String seconds = String.valueOf(MOST_SECONDS);
        return switch (scenario) {
            case FORK_STORM, SHORT_JOBS -> {
                Path script = script(scenario, directory);
                yield List.of("sh", script.toString(), seconds, String.valueOf(MOST_FORKS));
            }
            case FD_LEAK -> {
                List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -n 1024 && exec \"$@\"", "sh"));
                words.addAll(java(scenario, seconds));
                yield words;
            }
            case MEMORY_LEAK, CPU_SPIKE, RUNAWAY_TREE -> java(scenario, seconds);
        };
    }

    private static List<String> java(Scenario scenario, String seconds) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:-MaxFDLimit",
                "-Xmx32m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                scenario.word(),
                seconds);
    }

    private static String shown(Scenario scenario) {
        return switch (scenario) {
            case FORK_STORM, SHORT_JOBS -> "sh " + scenario.word() + ".sh";
            case MEMORY_LEAK, CPU_SPIKE, RUNAWAY_TREE, FD_LEAK -> "java Load " + scenario.word();
        };
    }

    private static Path script(Scenario scenario, Path directory) throws IOException {
        String name = scenario.word() + ".sh";
        Path script = directory.resolve(name);
        try (InputStream in = Injector.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException("the program lacks its script " + name);
            Files.write(script, in.readAllBytes());
        }
        return script;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public String command() {
        return command;
    }

    /** {@return whether the root still lives} */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public boolean contains(long pid) {
        return pid == pid() || Session.of(pid) == pid();
    }

    /**
     * Kills the root and all its descendants and returns when none is left.
     *
     * @throws UncheckedIOException when some are still there after ten seconds, as in an uninterruptible sleep
     */
    @Override
    public void close() {
        try {
            // The number of a session is not given to anyone else while a member lives, so this hits nobody else. The
            // root itself is killed by its pid as well: it may not have come to open its session.
            long deadline = System.nanoTime() + PATIENCE_NS;
            while (process.isAlive() || !Session.members(pid()).isEmpty()) {
                if (System.nanoTime() - deadline > 0) throw new IOException("the kernel does not let it go");
                killSession();
                process.destroyForcibly();
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) Thread.sleep(10);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end " + command + " (session " + pid() + ")", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void killSession() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -s KILL -- -\"$1\"", "sh", String.valueOf(pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
