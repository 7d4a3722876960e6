package dev.linnix.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A short life of an agent of its own, from which the JVM learns what it loads and links at every start: with that
 * cached the next agent starts faster and smaller. Harmless: a free port, a temporary state directory.
 */
public final class Training {
    private static final long READY_MILLIS = 20_000;
    private static final long ASSEMBLY_SECONDS = 60;
    private static final List<String> ROUTES = List.of(
            "/healthz",
            "/readyz",
            "/status",
            "/processes",
            "/processes/1",
            "/timeline",
            "/incidents",
            "/metrics/prometheus");

    /** Something small happens, and what is collected at once is collected: that is when it has to be quick. */
    private static final String RULES = """
            - name: training
              detector: fork_burst
              scope: subtree
              severity: low
              threshold: 10
              window_seconds: 5
              actions: [offender, minute, tree, pressure, dmesg, cgroup, top, meminfo, stacks]
            """;

    private static final int FORKS = 30;
    private static final long BUNDLE_MILLIS = 20_000;

    private Training() {}

    /**
     * Trains.
     *
     * @param args the cache file to write
     * @throws IOException when the agent does not do what an agent does
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("linnix.home"));
        int port = AgentProcess.freePort(0);
        try (Cleanup cleanup = new Cleanup()) {
            Path directory = cleanup.add(Workspace.create()).path();
            Path rules = Files.writeString(
                    directory.resolve("rules.yaml"),
                    Files.readString(home.resolve("rules").resolve("default.yaml"), StandardCharsets.UTF_8) + RULES,
                    StandardCharsets.UTF_8);
            AgentProcess agent = cleanup.add(
                    AgentProcess.start(home, rules, directory, port, false, List.of("-XX:AOTCacheOutput=" + args[0])));
            try {
                agent.awaitReady(READY_MILLIS);
                incident(directory.resolve("state").resolve("bundles"));
            } catch (NotReadyException e) {
                // Without root it stays blind, and then this is what it loads at every start.
                System.err.println(e.getMessage());
            }
            agent.client().stream("/alerts").close();
            for (String route : ROUTES) agent.client().get(route);
            agent.stop(ASSEMBLY_SECONDS);
        }
    }

    /** Causes an incident, and waits until it has an archive. */
    private static void incident(Path bundles) throws IOException, InterruptedException {
        for (int i = 0; i < FORKS; i++) new ProcessBuilder("true").start().waitFor();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUNDLE_MILLIS);
        while (System.nanoTime() - deadline < 0) {
            try (Stream<Path> files = Files.list(bundles)) {
                if (files.anyMatch(file -> file.toString().endsWith(".tar.zst"))) return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        System.err.println("no evidence was collected within " + BUNDLE_MILLIS + " ms");
    }
}
