package dev.linnix.engine.detect;

import dev.linnix.engine.model.Scope;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.Rule;
import dev.linnix.engine.table.HostState;
import dev.linnix.engine.table.ProcessNode;
import org.jspecify.annotations.Nullable;

/** What rules about requests have in common. */
final class Requests {
    static final ParameterSpec SOURCE = ParameterSpec.choice(
            "source",
            RequestSource.WORDS,
            "smb",
            "Whose requests: `smb` those of the kernel's SMB client, `block` those to block devices.");

    static final ParameterSpec WINDOW =
            ParameterSpec.number("window_seconds", "s", 0.5, 60, "Length of the window they are counted in.");

    /** Said of every detector of requests. */
    static final String BLIND = " Never fires in this version, which measures no requests; `/status` says so.";

    private static final int MOST = 10_000_000;

    private Requests() {}

    /** {@return how many are too many} */
    static ParameterSpec count(String description) {
        return ParameterSpec.integer("count", "requests", 1, MOST, description);
    }

    static RequestSource source(Rule rule) {
        return RequestSource.of(rule.word(SOURCE.name()));
    }

    /** {@return the detector of a rule about requests that nothing measures} */
    static Detector unmeasured(Rule rule) {
        return new Unmeasured(source(rule), rule.seconds(WINDOW.name()));
    }

    private record Unmeasured(RequestSource source, long windowNs) implements Detector {
        @Override
        public Scope scope() {
            return Scope.HOST;
        }

        @Override
        public void evaluate(HostState host, Moment moment, Findings findings) {
            // There is nothing to find; blind says why.
        }

        @Override
        public double level(HostState host, @Nullable ProcessNode subject) {
            return 0;
        }

        @Override
        public String blind(HostState host) {
            return source.unmeasured();
        }

        @Override
        public long durationNs() {
            return 0;
        }
    }
}
