package dev.linnix.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code linnix version}. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private final HelpOption help = new HelpOption();

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
