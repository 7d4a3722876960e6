package dev.linnix.cli.manual;

import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.WithHelp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linnix man [COMMAND]}. */
@Command(
        name = "man",
        description = {
            "Prints manual pages, as troff: all of them, or that of one command, for example:",
            "linnix man ps | man -l -"
        })
public final class ManCommand extends WithHelp implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..1",
            description = "Only this one, for example ps or rules-check; linnix for the whole.")
    private @Nullable String command;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Write a file for each page into this directory instead.")
    private @Nullable Path directory;

    /** Creates the command. */
    public ManCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> pages = ManPages.of(spec.root());
        if (command != null) {
            String name = command.equals("linnix") ? command : "linnix-" + command;
            String page = pages.get(name);
            if (page == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no page '" + command + "'; there are "
                                + String.join(", ", pages.keySet()).replace("linnix-", ""));
            }
            pages = Map.of(name, page);
        }
        if (directory == null) {
            pages.values().forEach(console.out()::print);
            return ExitCode.FINE;
        }
        Files.createDirectories(directory);
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(directory.resolve(page.getKey() + ".1"), page.getValue());
        }
        return ExitCode.FINE;
    }
}
