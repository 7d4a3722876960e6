package dev.linnix.agent.evidence.run;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** A collector made by hand. */
record TestCollector(String name, long mostBytes, Duration timeout, Body body) implements Collector {
    /** What it does. */
    interface Body {
        void collect(Scene scene, Output output) throws IOException, InterruptedException;
    }

    TestCollector(String name, long mostBytes, Body body) {
        this(name, mostBytes, Duration.ofSeconds(20), body);
    }

    @Override
    public String summary() {
        return "Test.";
    }

    @Override
    public Set<String> sets() {
        return Set.of();
    }

    @Override
    public Stage stage() {
        return Stage.FIRST;
    }

    @Override
    public Cost cost() {
        return Cost.LOW;
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        body.collect(scene, output);
    }
}
