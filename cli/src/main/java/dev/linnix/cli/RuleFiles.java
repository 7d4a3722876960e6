package dev.linnix.cli;

import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.RuleParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads rule files, with the detectors on the class path. */
public final class RuleFiles {
    private RuleFiles() {}

    /**
     * Reads one file.
     *
     * @param file in UTF-8
     * @param compatible whether unknown keys are warnings
     * @throws IOException when it cannot be read as text
     */
    public static ParsedRules parse(Path file, boolean compatible) throws IOException {
        return new RuleParser(DetectorTypes.load(), compatible).parse(file.toString(), Files.readString(file));
    }
}
