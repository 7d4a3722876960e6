package dev.linnix.cli.bundles;

import dev.linnix.cli.Console;
import picocli.CommandLine.Command;

/** {@code linnix bundles unpin}. */
@Command(
        name = "unpin",
        description = "Takes pins back, so that the bundles may be removed to make room. Needs the agent's token.")
public final class BundlesUnpinCommand extends BundlesChange {
    /** Creates the command. */
    public BundlesUnpinCommand(Console console) {
        super(console, "POST", "/unpin", "is no longer pinned");
    }
}
