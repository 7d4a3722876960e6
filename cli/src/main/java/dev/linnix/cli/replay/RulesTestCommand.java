package dev.linnix.cli.replay;

import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.RuleFiles;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.WithHelp;
import dev.linnix.engine.rule.RuleSet;
import dev.linnix.recording.RulesTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code linnix rules test FILE… --rules F}. */
@Command(
        name = "test",
        description =
                "Tries rules on the past: what they would have said of recordings, held against the rules in force "
                        + "at the time, and how near to its threshold each rule came that would have stayed quiet.")
public final class RulesTestCommand extends WithHelp implements Callable<Integer> {
    private static final Json<TrialLine> LINE = Json.of(TrialLine.class);

    private final Console console;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private RecordingOptions recordings;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            required = true,
            description = "Rules in YAML or TOML, to be tried.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path rules;

    @Option(names = "--json", description = "One JSON object a line: an alert, or a rule that stayed quiet.")
    private boolean json;

    /** Creates the command. */
    public RulesTestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        RuleSet tried = RuleFiles.usable(rules);
        Terminal terminal = console.view(recordings.colored());
        RulesTrial.Outcome outcome = recordings.use(files -> RulesTrial.run(files, tried));
        if (json) {
            for (TrialLine line : TrialLine.of(outcome)) console.out().println(Json.line(LINE.write(line)));
        } else {
            new TrialText(terminal).print(outcome);
        }
        Set<String> notes = new LinkedHashSet<>(outcome.recorded().notes());
        notes.addAll(outcome.tried().notes());
        for (String note : notes) terminal.complain("linnix: " + note);
        return ExitCode.FINE;
    }
}
