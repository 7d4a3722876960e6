package dev.linnix.cli;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code linnix version}. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand extends WithHelp implements Callable<Integer> {
    private final PrintStream out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    VersionCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        @Nullable String packaged = VersionCommand.class.getPackage().getImplementationVersion();
        String version = packaged == null ? "(unpackaged)" : packaged;
        out.println(json ? "{\"version\":" + Json.of(String.class).write(version) + "}" : "linnix " + version);
        return ExitCode.FINE;
    }
}
