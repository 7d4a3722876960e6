package dev.linnix.cli.bundles;

import dev.linnix.cli.Console;
import picocli.CommandLine.Command;

/** {@code linnix bundles rm}. */
@Command(
        name = "rm",
        description =
                "Removes bundles with all their archives. One that is pinned, or in progress, is not removed. Needs the agent's token.")
public final class BundlesRmCommand extends BundlesChange {
    /** Creates the command. */
    public BundlesRmCommand(Console console) {
        super(console, "DELETE", "", "is removed");
    }
}
