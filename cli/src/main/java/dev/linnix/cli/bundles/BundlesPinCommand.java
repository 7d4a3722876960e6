package dev.linnix.cli.bundles;

import dev.linnix.cli.Console;
import picocli.CommandLine.Command;

/** {@code linnix bundles pin}. */
@Command(name = "pin", description = "Keeps bundles from being removed to make room. Needs the agent's token.")
public final class BundlesPinCommand extends BundlesChange {
    /** Creates the command. */
    public BundlesPinCommand(Console console) {
        super(console, "POST", "/pin", "is pinned");
    }
}
