package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Has the offender, if it is a JVM, write the map by which a CPU profile names compiled methods. Stateless. */
public final class JavaPerfMapCollector implements Collector {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Creates it. */
    public JavaPerfMapCollector() {}

    @Override
    public String name() {
        return "java_perfmap";
    }

    @Override
    public String summary() {
        return "Has the offender, if it is a JVM, write the map by which a CPU profile names compiled methods.";
    }

    @Override
    public Set<String> sets() {
        return Set.of();
    }

    @Override
    public Stage stage() {
        return Stage.SECOND;
    }

    @Override
    public Duration timeout() {
        return TIMEOUT;
    }

    @Override
    public long mostBytes() {
        return 64 << 10;
    }

    @Override
    public Cost cost() {
        return Cost.TOUCHES_TARGET;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        Jvm.ask(scene, output, "perf map of a JVM", "Compiler.perfmap", "perfmap.txt", TIMEOUT);
    }
}
