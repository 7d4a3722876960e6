package dev.linnix.recording;

import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Problem;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;

/** Reads the rules that a recording carries. */
final class RecordedRules {
    /** What the agent accepted is accepted here: it may have been told to pass over unknown keys. */
    private final RuleParser parser = new RuleParser(DetectorTypes.load(), true);

    /**
     * {@return the rules in a text}
     *
     * @throws RecordingException when this version of the program cannot use them
     */
    RuleSet parse(SegmentHeader header, RuleSet.Source source) throws RecordingException {
        ParsedRules parsed = parser.parse(source.name(), source.text());
        for (Problem problem : parsed.problems()) {
            if (problem.level() != Problem.Level.ERROR) continue;
            throw new RecordingException("segment " + header.segment() + ", written by " + header.program()
                    + ": its rules cannot be used here, replay it with others: " + problem);
        }
        return parsed.rules();
    }
}
