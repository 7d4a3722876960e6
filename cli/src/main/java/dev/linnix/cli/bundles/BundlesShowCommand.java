package dev.linnix.cli.bundles;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.http.BundleJson;
import dev.linnix.cli.http.Query;
import dev.linnix.evidence.BundleException;
import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.Manifest;
import dev.linnix.evidence.ManifestJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code linnix bundles show}. */
@Command(
        name = "show",
        description =
                "Shows what a bundle is about and what is in it: of the agent by the ID of the incident, or of an "
                        + "archive by its FILE, for which no agent need run. Only the manifest is read; bundles verify reads all.")
public final class BundlesShowCommand extends AgentCommand {
    @Parameters(paramLabel = "ID|FILE", description = "The id of an incident, or an archive.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String what;

    /** Creates the command. */
    public BundlesShowCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException, IOException {
        return Archives.isFile(what) ? file(terminal) : bundle(agent, terminal);
    }

    private int file(Terminal terminal) throws CommandException, IOException {
        try (FileChannel channel = Archives.open(Path.of(what))) {
            Manifest manifest = BundleReader.manifest(channel, what);
            if (json()) printJson(new String(ManifestJson.bytes(manifest), StandardCharsets.UTF_8));
            else ManifestText.print(manifest, terminal);
            return ExitCode.FINE;
        } catch (BundleException | NoBundleException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private int bundle(Agent agent, Terminal terminal) throws CommandException {
        String body = agent.get("/bundles/" + Query.encode(what));
        BundleJson bundle = agent.read(body, Archives.BUNDLE::read);
        if (json()) printJson(body);
        else print(bundle, terminal);
        return bundle.problem() == null ? ExitCode.FINE : ExitCode.PROBLEM;
    }

    private static void print(BundleJson bundle, Terminal terminal) {
        if (bundle.manifest() != null) ManifestText.print(bundle.manifest(), terminal);
        else terminal.line(terminal.paint(Style.BOLD, "bundle " + bundle.id()));
        if (bundle.problem() != null) terminal.field("problem", bundle.problem(), Style.BAD);
        terminal.line("");
        terminal.field("state", BundlesListCommand.state(bundle), Style.PLAIN);
        for (BundleJson.ArchiveJson archive : bundle.archives()) {
            terminal.field(
                    "phase " + archive.phase(), archive.name() + ", " + Amounts.bytes(archive.bytes()), Style.PLAIN);
        }
        if (bundle.archives().isEmpty()) terminal.field("archives", "none yet", Style.PLAIN);
    }
}
