package dev.linnix.cli;

import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.RuleReference;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linnix rules explain [DETECTOR]}. */
@Command(name = "explain", description = "Prints the rule reference: every detector and its parameters, as Markdown.")
final class RulesExplainCommand extends WithHelp implements Callable<Integer> {
    private final PrintStream out;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DETECTOR", arity = "0..1", description = "Only this one.")
    private @Nullable String detector;

    RulesExplainCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        List<DetectorType> types = DetectorTypes.load();
        if (detector == null) {
            out.print(RuleReference.page(types));
            return ExitCode.FINE;
        }
        for (DetectorType type : types) {
            if (!type.name().equals(detector)) continue;
            out.print(RuleReference.section(type));
            return ExitCode.FINE;
        }
        String names = String.join(", ", types.stream().map(DetectorType::name).toList());
        throw new ParameterException(spec.commandLine(), "no detector '" + detector + "'; there are " + names);
    }
}
