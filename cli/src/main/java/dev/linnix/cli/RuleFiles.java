package dev.linnix.cli;

import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Problem;
import dev.linnix.engine.rule.RuleParser;
import dev.linnix.engine.rule.RuleSet;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /**
     * {@return the rules of a file that an agent would load}
     *
     * @throws CommandException when it would not
     */
    public static RuleSet usable(Path file) throws CommandException {
        ParsedRules parsed;
        try {
            parsed = parse(file, false);
        } catch (IOException e) {
            throw new CommandException(ExitCode.USAGE, file + ": " + reason(file, e));
        }
        for (Problem problem : parsed.problems()) {
            if (problem.level() != Problem.Level.ERROR) continue;
            throw new CommandException(
                    ExitCode.USAGE, problem + " ('linnix rules check " + file + "' lists every problem)");
        }
        return parsed.rules();
    }

    /** {@return why a file could not be read, in a few words} */
    static String reason(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "no permission to read it";
            case CharacterCodingException _ -> "not UTF-8 text";
            default -> Files.isDirectory(file) ? "a directory, expected a file" : String.valueOf(e.getMessage());
        };
    }
}
