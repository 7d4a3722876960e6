package dev.linnix.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Load put on the host, bounded in time and number. */
final class Load {
    /** One in so many processes of {@link #forks} runs a program. */
    static final int EXEC_EVERY = 10;

    private final Bench bench;

    /** Prepares loads of this run. */
    Load(Bench bench) {
        this.bench = bench;
    }

    /**
     * What a forking load did.
     *
     * @param pid of the load itself
     * @param elapsedNs wall time
     * @param cpuNs CPU time of the load and all its children
     * @param forkNs when each fork was called, CLOCK_BOOTTIME, in order; empty when it was not paced
     */
    record Forks(long pid, long elapsedNs, long cpuNs, List<Long> forkNs) {}

    /** Forks {@code count} processes by {@code workers} at full speed; every tenth runs /bin/true. */
    Forks forks(int count, int workers) throws IOException, InterruptedException {
        return forks(count, workers, EXEC_EVERY, 0);
    }

    /** Forks {@code count} processes, {@code rate} a second. */
    Forks pacedForks(int count, int rate) throws IOException, InterruptedException {
        return forks(count, 1, 0, rate);
    }

    private Forks forks(int count, int workers, int execEvery, int rate) throws IOException, InterruptedException {
        Duration timeout = Duration.ofSeconds(150);
        try (Child child = bench.start("forks", forksCommand(count, workers, execEvery, rate))) {
            long pid = Long.parseLong(child.words(timeout)[1]);
            List<Long> when = new ArrayList<>();
            while (true) {
                String[] words = child.words(timeout);
                if (words[0].equals("done")) {
                    child.expectSuccess(timeout);
                    return new Forks(pid, Long.parseLong(words[2]), Long.parseLong(words[3]), when);
                }
                when.add(Long.parseLong(words[2]));
            }
        }
    }

    private List<String> forksCommand(int... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(bench.tools().program("forks").toString());
        for (int argument : arguments) command.add(Integer.toString(argument));
        return command;
    }

    /**
     * {@return a load that forks {@code rate} processes a second, there until closed}
     *
     * @param seconds after which it ends by itself; at most 120
     */
    Child steadyForks(int rate, int seconds) throws IOException, InterruptedException {
        Child child =
                bench.start("forks", forksCommand(rate * seconds, 1, 0, rate)).endedBySignal();
        child.words(Duration.ofSeconds(10));
        return child;
    }

    /** {@return {@code count} sleeping processes, there until closed} */
    Child sleepers(int count) throws IOException, InterruptedException {
        Child child = bench.start(
                "sleepers", List.of(bench.tools().program("sleepers").toString(), Integer.toString(count)));
        child.words(Duration.ofSeconds(60));
        return child;
    }

    /** {@return stress-ng forking with four workers, there until closed or the time is over} */
    Child stressForks(int seconds) throws IOException {
        return bench.start(
                        "stress-ng",
                        List.of(
                                Tools.command("stress-ng").toString(),
                                "--fork",
                                "4",
                                "--timeout",
                                seconds + "s",
                                "--quiet"))
                .endedBySignal();
    }
}
