package dev.linnix.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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

    private Training() {}

    /**
     * Trains.
     *
     * @param args the cache file to write
     * @throws IOException when the agent does not do what an agent does
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("linnix.home"));
        Path rules = home.resolve("rules").resolve("default.yaml");
        int port = AgentProcess.freePort(0);
        try (Cleanup cleanup = new Cleanup()) {
            Path directory = cleanup.add(Workspace.create()).path();
            AgentProcess agent = cleanup.add(
                    AgentProcess.start(home, rules, directory, port, false, List.of("-XX:AOTCacheOutput=" + args[0])));
            try {
                agent.awaitReady(READY_MILLIS);
            } catch (NotReadyException e) {
                // Without root it stays blind, and then this is what it loads at every start.
                System.err.println(e.getMessage());
            }
            agent.client().stream("/alerts").close();
            for (String route : ROUTES) agent.client().get(route);
            agent.stop(ASSEMBLY_SECONDS);
        }
    }
}
