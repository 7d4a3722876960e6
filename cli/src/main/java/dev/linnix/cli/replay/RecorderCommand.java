package dev.linnix.cli.replay;

import dev.linnix.cli.WithHelp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linnix recorder}: nothing by itself. */
@Command(
        name = "recorder",
        description = "Looks at the agent's flight recorder, and saves what it still has.",
        synopsisSubcommandLabel = "COMMAND")
public final class RecorderCommand extends WithHelp implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a command after 'recorder', for example: recorder status");
    }
}
