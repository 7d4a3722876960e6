package dev.linnix.agent.evidence;

import dev.linnix.agent.evidence.collect.Collectors;
import dev.linnix.agent.evidence.run.CollectorResult;
import dev.linnix.agent.evidence.run.CollectorRuns;
import dev.linnix.agent.evidence.run.TestClaim;
import dev.linnix.agent.state.StateDir;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.kernel.Host;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs every collector about a process of this host, as {@link CollectIT} asks, and prints how each fared. */
final class CollectMain {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private CollectMain() {}

    /** Arguments: the pid, and a directory for what is found. */
    public static void main(String[] arguments) throws Exception {
        int pid = Integer.parseInt(arguments[0]);
        Path path = Path.of(arguments[1]);
        Scene scene = TestScenes.scene(Path.of("/proc"), ref(pid), Instant.now(), List.of());
        for (Collector.Stage stage : Collector.Stage.values()) {
            List<Collector> collectors = Collectors.with(List.of()).all().stream()
                    .filter(collector -> collector.stage() == stage)
                    .toList();
            long start = System.nanoTime();
            try (StateDir directory = StateDir.shared(path.resolve(stage.name()))) {
                List<CollectorResult> results = new CollectorRuns(2)
                        .run(
                                collectors,
                                scene,
                                directory,
                                new TestClaim(64 << 20),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(1));
                for (CollectorResult result : results) print(result);
            }
            OUT.println(stage + " took " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
    }

    private static void print(CollectorResult result) {
        OUT.println(result.info().name() + " is " + result.info().status() + " after "
                + result.info().durationMs() + " ms");
        for (String detail : result.info().detail()) OUT.println(result.info().name() + ": " + detail);
        result.files()
                .forEach(file -> OUT.println(
                        "file " + file.info().name() + " " + file.info().size()));
    }

    private static ProcessRef ref(int pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
        long ticks = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        return new ProcessRef(pid, ticks * Host.TICK_NS, "target");
    }
}
