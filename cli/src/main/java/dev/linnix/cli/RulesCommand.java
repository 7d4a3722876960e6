package dev.linnix.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linnix rules}: nothing by itself. */
@Command(name = "rules", description = "Looks at rule files.", synopsisSubcommandLabel = "COMMAND")
final class RulesCommand extends WithHelp implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a command after 'rules', for example: rules check FILE");
    }
}
