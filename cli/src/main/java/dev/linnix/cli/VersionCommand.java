package dev.linnix.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code linnix version}. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand extends WithHelp implements Callable<Integer> {
    private final PrintStream out;

    VersionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        @Nullable String version = VersionCommand.class.getPackage().getImplementationVersion();
        out.println("linnix " + (version == null ? "(unpackaged)" : version));
        return ExitCode.FINE;
    }
}
