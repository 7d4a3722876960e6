package dev.linnix.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Does each injector really cause its fault, and is nothing left of it afterwards? */
class InjectorIT {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    Path directory;

    @Test
    void forkStormForksByTheThousand() throws IOException {
        long before = forks();
        try (Injector injector = Injector.start(Scenario.FORK_STORM, directory)) {
            await().atMost(LONG).until(() -> forks() - before > 5000);
            assertThat(injector.isAlive()).isTrue();
        }
    }

    @Test
    void shortJobsRunsProgramsByTheHundred() throws IOException {
        long before = forks();
        try (Injector injector = Injector.start(Scenario.SHORT_JOBS, directory)) {
            Set<String> programs = new HashSet<>();
            await().atMost(LONG).pollInterval(Duration.ofMillis(1)).until(() -> {
                for (long pid : Session.members(injector.pid())) programs.add(name(pid));
                return programs.contains("true") && forks() - before > 1000;
            });
        }
    }

    @Test
    void memoryLeakGrowsSteadily() throws IOException {
        try (Injector injector = Injector.start(Scenario.MEMORY_LEAK, directory)) {
            for (int megabytes = 60; megabytes <= 180; megabytes += 40) {
                int wanted = megabytes;
                await().atMost(LONG).until(() -> status(injector.pid(), "RssAnon") > wanted * 1024L);
            }
        }
    }

    @Test
    void cpuSpikeSpinsInSeveralThreads() throws IOException {
        try (Injector injector = Injector.start(Scenario.CPU_SPIKE, directory)) {
            await().atMost(LONG).until(() -> spinning(injector.pid()) >= 4);
            long before = cpuTicks(injector.pid());
            await().atMost(LONG).until(() -> cpuTicks(injector.pid()) - before > 100);
        }
    }

    @Test
    void runawayTreeSpinsAndMultiplies() throws IOException {
        try (Injector injector = Injector.start(Scenario.RUNAWAY_TREE, directory)) {
            Set<Long> spinning = new HashSet<>();
            Set<Long> born = new HashSet<>();
            await().atMost(LONG).until(() -> {
                for (long pid : Session.members(injector.pid())) {
                    born.add(pid);
                    if (name(pid).equals("sh") && cpuTicks(pid) > 10) spinning.add(pid);
                }
                return spinning.size() >= 3 && born.size() > 30;
            });
            assertThat(Session.members(injector.pid())).hasSizeLessThanOrEqualTo(1 + 4 + 48 + 1);
        }
    }

    @Test
    void fdLeakFillsItsSoftLimit() throws IOException {
        try (Injector injector = Injector.start(Scenario.FD_LEAK, directory)) {
            Path limits = Path.of("/proc", String.valueOf(injector.pid()), "limits");
            await().atMost(LONG).until(() -> openFiles(injector.pid()) > 900);
            assertThat(Files.readString(limits)).containsPattern("Max open files +1024 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftOfAnyScenario(Scenario scenario) throws IOException {
        Injector injector = Injector.start(scenario, directory);
        await().atMost(LONG).until(() -> isUnderWay(scenario, injector.pid()));
        injector.close();
        assertThat(Session.members(injector.pid())).isEmpty();
    }

    /** CPU time alone would not do: opening files and taking memory need hardly any. */
    private static boolean isUnderWay(Scenario scenario, long pid) throws IOException {
        return switch (scenario) {
            case FD_LEAK -> openFiles(pid) > 50;
            case MEMORY_LEAK -> status(pid, "RssAnon") > 60 * 1024;
            case FORK_STORM, CPU_SPIKE, RUNAWAY_TREE, SHORT_JOBS -> cpuTicks(pid) > 5;
        };
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsLeftWhenItIsEndedAtOnce(Scenario scenario) throws IOException {
        Injector injector = Injector.start(scenario, directory);
        injector.close();
        assertThat(injector.isAlive()).isFalse();
        assertThat(Session.members(injector.pid())).isEmpty();
    }

    @Test
    void nothingIsLeftWhenTheDemoIsKilled() throws Exception {
        Process demo = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
            long root = Long.parseLong(out.readLine());
            await().atMost(LONG).until(() -> Session.members(root).size() > 4);
            demo.destroyForcibly().waitFor();
            await().atMost(LONG).until(() -> Session.members(root).isEmpty());
        } finally {
            demo.destroyForcibly();
        }
    }

    /** Stands for a demo that is killed: starts a runaway tree, prints its root and waits. */
    static final class Starter {
        public static void main(String[] args) throws Exception {
            System.out.println(
                    Injector.start(Scenario.RUNAWAY_TREE, Path.of(args[0])).pid());
            System.in.read();
        }
    }

    private static long forks() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String line =
                    lines.filter(l -> l.startsWith("processes ")).findFirst().orElseThrow();
            return Long.parseLong(line.substring(10));
        }
    }

    private static long status(long pid, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(l -> l.startsWith(key + ":"))
                    .findFirst()
                    .map(l -> Long.parseLong(l.replaceAll("\\D", "")))
                    .orElse(0L);
        }
    }

    /** {@return utime + stime of a process and of its children that it has waited for, 0 when it has ended} */
    private static long cpuTicks(long pid) {
        return ticks(Path.of("/proc", String.valueOf(pid), "stat"), 4);
    }

    private static long ticks(Path file, int fields) {
        try {
            String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
            String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long sum = 0;
            for (int i = 11; i < 11 + fields; i++) sum += Long.parseLong(values[i]);
            return sum;
        } catch (IOException _) {
            return 0;
        }
    }

    private static long spinning(long pid) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            return threads.filter(thread -> ticks(thread.resolve("stat"), 2) > 5)
                    .count();
        }
    }

    private static int openFiles(long pid) {
        String[] names = Path.of("/proc", String.valueOf(pid), "fd").toFile().list();
        return names == null ? 0 : names.length;
    }

    private static String name(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }
}
