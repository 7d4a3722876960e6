package dev.linnix.cli.manual;

import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.WithHelp;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code linnix completion}. */
@Command(
        name = "completion",
        description = {"Prints a completion script for bash and zsh; to use it now:", "source <(linnix completion)"})
public final class CompletionCommand extends WithHelp implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Creates the command. */
    public CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().println(AutoComplete.bash("linnix", spec.root().commandLine()));
        return ExitCode.FINE;
    }
}
