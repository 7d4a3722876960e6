package dev.linnix.agent.evidence.profile;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Thread dump of the offender, if it is a JVM, by jcmd. Stateless. */
public final class JavaThreadsCollector implements Collector {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Creates it. */
    public JavaThreadsCollector() {}

    @Override
    public String name() {
        return "java_threads";
    }

    @Override
    public String summary() {
        return "Thread dump of the offender, if it is a JVM, by jcmd.";
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
        return 4 << 20;
    }

    @Override
    public Cost cost() {
        return Cost.TOUCHES_TARGET;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        Jvm.ask(scene, output, "Java threads", "Thread.print", "threads.txt", TIMEOUT);
    }
}
