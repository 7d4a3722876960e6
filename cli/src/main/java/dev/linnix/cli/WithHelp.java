package dev.linnix.cli;

import picocli.CommandLine.Option;

/** A command with {@code --help}. */
public abstract class WithHelp {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
