package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A collector whose facts are constant. */
abstract class DescribedCollector implements Collector {
    private final Facts facts;

    DescribedCollector(Facts facts) {
        this.facts = facts;
    }

    @Override
    public final String name() {
        return facts.name();
    }

    @Override
    public final String summary() {
        return facts.summary();
    }

    @Override
    public final Set<String> sets() {
        return facts.sets();
    }

    @Override
    public final Stage stage() {
        return facts.stage();
    }

    @Override
    public final boolean after() {
        return facts.after();
    }

    @Override
    public final Duration timeout() {
        return facts.timeout();
    }

    @Override
    public final long mostBytes() {
        return facts.mostBytes();
    }

    @Override
    public final List<String> needs() {
        return facts.needs();
    }

    @Override
    public final Cost cost() {
        return facts.cost();
    }
}
