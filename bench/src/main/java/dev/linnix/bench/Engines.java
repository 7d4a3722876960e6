package dev.linnix.bench;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.HostFacts;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Engines to be measured. */
final class Engines {
    private static final long MEMORY = 8L << 30;

    private Engines() {}

    /** {@return an engine with the default rules in force} */
    static Engine withDefaultRules() throws IOException {
        Path file = Jvm.home().resolve("rules").resolve("default.yaml");
        ParsedRules rules = new RuleParser(DetectorTypes.load())
                .parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        if (rules.hasErrors()) throw new IOException(file + ": " + rules.problems());
        return with(rules.rules());
    }

    /** {@return an engine that keeps its table and looks for nothing} */
    static Engine withoutRules() {
        return with(RuleSet.EMPTY);
    }

    private static Engine with(RuleSet rules) {
        int cpus = Runtime.getRuntime().availableProcessors();
        return new Engine(new HostFacts(cpus, MEMORY, 4096, 0, 0), rules, AlertListener.NONE);
    }
}
