package dev.linnix.bench;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.Engine;
import dev.linnix.engine.HostFacts;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.RuleParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Engines to be measured: with the default rules, as shipped. */
final class Engines {
    private static final long MEMORY = 8L << 30;

    private Engines() {}

    static Engine create() throws IOException {
        Path file = Jvm.home().resolve("rules").resolve("default.yaml");
        ParsedRules rules = new RuleParser(DetectorTypes.load())
                .parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        int cpus = Runtime.getRuntime().availableProcessors();
        return new Engine(new HostFacts(cpus, MEMORY, 4096, 0, 0), rules.rules(), AlertListener.NONE);
    }
}
