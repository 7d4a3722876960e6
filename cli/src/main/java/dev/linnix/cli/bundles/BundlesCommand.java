package dev.linnix.cli.bundles;

import dev.linnix.cli.WithHelp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linnix bundles}: nothing by itself. */
@Command(
        name = "bundles",
        description = "Lists, shows, checks and unpacks the evidence that the agent kept of incidents.",
        synopsisSubcommandLabel = "COMMAND")
public final class BundlesCommand extends WithHelp implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a command after 'bundles', for example: bundles list");
    }
}
