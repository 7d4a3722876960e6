package dev.linnix.cli;

import dev.linnix.engine.detect.DetectorType;
import dev.linnix.engine.detect.DetectorTypes;
import dev.linnix.engine.rule.ParameterSpec;
import dev.linnix.engine.rule.RuleReference;
import io.avaje.jsonb.Json.Naming;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /**
     * A detector as {@code --json} prints it.
     *
     * @param name of the detector
     * @param summary one sentence
     * @param parameters in the order of the reference
     */
    @io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
    record DetectorJson(String name, String summary, List<ParameterJson> parameters) {
        static DetectorJson of(DetectorType type) {
            return new DetectorJson(
                    type.name(),
                    type.summary(),
                    type.parameters().stream().map(ParameterJson::of).toList());
        }
    }

    /**
     * A parameter of a detector.
     *
     * @param name key in the rule file
     * @param type integer, number, boolean, choice, …
     * @param unit empty when it has none
     * @param required whether a rule must give it
     * @param defaultValue as text, null for none
     * @param choices allowed words, empty unless there is a choice
     * @param description one sentence
     */
    @io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
    record ParameterJson(
            String name,
            String type,
            String unit,
            boolean required,
            @Nullable String defaultValue,
            List<String> choices,
            String description) {
        static ParameterJson of(ParameterSpec spec) {
            Object given = spec.defaultValue();
            return new ParameterJson(
                    spec.name(),
                    spec.type().name().toLowerCase(Locale.ROOT),
                    spec.unit(),
                    spec.required(),
                    given == null ? null : given.toString(),
                    spec.choices(),
                    spec.description());
        }
    }

    RulesExplainCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        List<DetectorType> types = DetectorTypes.load();
        if (detector == null) {
            out.print(json ? array(types) : RuleReference.page(types));
            return ExitCode.FINE;
        }
        for (DetectorType type : types) {
            if (!type.name().equals(detector)) continue;
            out.print(json ? array(List.of(type)) : RuleReference.section(type));
            return ExitCode.FINE;
        }
        String names = String.join(", ", types.stream().map(DetectorType::name).toList());
        throw new ParameterException(spec.commandLine(), "no detector '" + detector + "'; there are " + names);
    }

    private static String array(List<DetectorType> types) {
        Json<DetectorJson> line = Json.of(DetectorJson.class);
        return types.stream()
                .map(type -> line.write(DetectorJson.of(type)))
                .collect(Collectors.joining(",", "[", "]\n"));
    }
}
