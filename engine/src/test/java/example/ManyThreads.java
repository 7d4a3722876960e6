package example;

import dev.linnix.engine.detect.Detector;
import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.detect.Finding;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.Measure;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;

/** A process with too many threads. */
public final class ManyThreads implements DetectorType {
    @Override
    public String name() {
        return "many_threads";
    }

    @Override
    public String summary() {
        return "A process with too many threads.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(ParameterSpec.integer("threshold", "threads", 1, 1_000_000, "Threads that are too many."));
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        double threshold = rule.number("threshold");
        return new Detector() {
            @Override
            public Scope scope() {
                return Scope.PROCESS;
            }

            @Override
            public void evaluate(HostState state, Moment moment, Findings findings) {
                if (moment != Moment.SNAPSHOT) return;
                state.table().forEach(node -> {
                    if (threads(node) >= threshold) findings.found(node, finding(node));
                });
            }

            private Finding finding(ProcessNode node) {
                String silence = "threshold: " + (threads(node) + 1);
                Measure blame = ManyThreads::threads;
                return new Finding(
                        threads(node), threshold, "threads", true, "threads in one process", silence, blame, 0);
            }

            @Override
            public double level(HostState state, ProcessNode subject) {
                return subject == null ? 0 : threads(subject) / threshold;
            }

            @Override
            public long windowNs() {
                return Rule.SECOND;
            }

            @Override
            public long durationNs() {
                return 0;
            }
        };
    }

    private static int threads(ProcessNode node) {
        return node.alive() ? node.vitals().threads() : 0;
    }
}
