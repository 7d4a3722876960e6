package dev.linnix.recording;

import dev.linnix.engine.detect.Detector;
import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A detector with a defect. */
public final class Failing implements DetectorType {
    @Override
    public String name() {
        return "failing";
    }

    @Override
    public String summary() {
        return "Fails each second.";
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of();
    }

    @Override
    public Detector create(Rule rule, HostState host) {
        return new Detector() {
            @Override
            public Scope scope() {
                return Scope.HOST;
            }

            @Override
            public void evaluate(HostState state, Moment moment, Findings findings) {
                if (moment == Moment.SECOND) throw new IllegalStateException("on purpose");
            }

            @Override
            public double level(HostState state, @Nullable ProcessNode subject) {
                return 0;
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
}
