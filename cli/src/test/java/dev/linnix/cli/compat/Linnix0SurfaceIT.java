package dev.linnix.cli.compat;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who used Linnix 0.x finds every route, option, metric and key, or the reason why not: from the program itself, and in
 * the guide for those who upgrade. Asks a running agent, and runs the programs, knowing only {@code linnix-0.x.yaml}.
 * Needs root.
 */
class Linnix0SurfaceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Sixty processes, of which a shell is the cause that stays. */
    private static final String FAULT = "for i in $(seq 60); do /bin/true; done; exec sleep 60";

    @TempDir
    Path dir;

    @Test
    void everythingIsThereOrItsReasonIs() throws Exception {
        Path home = Path.of(System.getProperty("linnix.home"));
        Surface surface = Surface.read();
        Misses misses = new Misses(home.resolve("docs/upgrading-from-linnix.md"));
        Path rules = Files.writeString(dir.resolve("rules.yaml"), RouteWalk.text(surface.list("rules")));
        Path config = dir.resolve("linnix.toml");
        try (LiveAgent agent = new LiveAgent(dir, rules);
                ProgramWalk programs = new ProgramWalk(surface, agent, misses)) {
            Map<String, String> meanings = new LinkedHashMap<>();
            meanings.put("$URL", agent.url());
            meanings.put(
                    "$HOST",
                    Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
            meanings.put("$RULES", rules.toString());
            meanings.put("$CONFIG", config.toString());
            meanings.put("$FILE", dir.resolve("file").toString());
            ConfigWalk.write(config, surface.named("configuration"), meanings);

            RouteWalk routes = new RouteWalk(surface, agent, misses);
            int readers = routes.follow() + programs.follow(meanings);
            await().atMost(PATIENCE).until(() -> number(agent, "/metrics", "subscribers") == readers);
            Process fault = new ProcessBuilder("sh", "-c", FAULT).start();
            try {
                await().atMost(PATIENCE)
                        .until(() -> agent.get("/incidents").body().contains("\"fork_burst_demo\""));
                String incident = incident(agent);
                meanings.put("$ID", incident);
                if (number(agent, "/status", "active_rules")
                        != surface.list("rules").size()) {
                    misses.different("rules", "detector", "not every rule is in force");
                }
                routes.walk(fault.pid(), incident);
                new MetricWalk(surface, agent, misses, home.resolve("docs/metrics.md")).walk();
                programs.walk(meanings);
            } finally {
                fault.destroyForcibly().waitFor();
            }
            new ConfigWalk(surface, agent, misses, meanings).walk(config, dir.resolve("older.toml"));
        }
        for (Object name : surface.list("names")) {
            List<String> pair = Surface.texts(name);
            misses.different(pair.getFirst(), pair.getLast(), "is not in the guide");
        }
        if (!misses.isEmpty()) fail(misses.toString());
    }

    private static long number(LiveAgent agent, String target, String field) throws Exception {
        return ((Number) Surface.map(RouteWalk.json(agent.get(target).body())).get(field)).longValue();
    }

    private static String incident(LiveAgent agent) throws Exception {
        return Surface.map(Surface.list(RouteWalk.json(agent.get("/incidents?event_type=fork_burst_demo")
                                .body()))
                        .getFirst())
                .get("id")
                .toString();
    }
}
