package dev.linnix.cli.bundles;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Table;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.http.BundleJson;
import dev.linnix.cli.http.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code linnix bundles list}. */
@Command(
        name = "list",
        description = "Lists bundles, the latest first: those of the agent, or with --dir those in a directory, "
                + "for which no agent need run. Exits 1 when an archive in the directory cannot be read.")
public final class BundlesListCommand extends AgentCommand {
    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "At most so many, 1 to 1000 (default: 100).")
    private int limit = 100;

    @Option(names = "--rule", paramLabel = "NAME", description = "Only those of incidents that began with this rule.")
    private @Nullable String rule;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Look into this directory, or the bundles/ of this state directory, instead of asking the agent.")
    private @Nullable Path directory;

    /** Creates the command. */
    public BundlesListCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException, IOException {
        if (limit < 1 || limit > 1000) throw usage("--limit: expected 1 to 1000, found " + limit);
        if (directory != null) {
            BundleDirectory found = BundleDirectory.read(directory);
            List<BundleJson> chosen = found.bundles().stream()
                    .filter(bundle -> rule == null || rule.equals(bundle.rule()))
                    .limit(limit)
                    .toList();
            if (json())
                printJson(chosen.stream().map(Archives.BUNDLE::write).collect(Collectors.joining(",", "[", "]")));
            else print(chosen, terminal, " in " + found.path());
            for (String problem : found.problems()) terminal.complain("linnix: " + problem);
            return found.problems().isEmpty() ? ExitCode.FINE : ExitCode.PROBLEM;
        }
        String body = agent.get(
                new Query("/bundles").with("limit", limit).with("rule", rule).toString());
        List<BundleJson> bundles = agent.read(body, Archives.BUNDLE::readList);
        if (json()) printJson(body);
        else print(bundles, terminal, "");
        return ExitCode.FINE;
    }

    private static void print(List<BundleJson> bundles, Terminal terminal, String where) {
        if (bundles.isEmpty()) {
            terminal.line("no bundle is kept" + where);
            return;
        }
        Table table = new Table("ID", "MADE", "RULE", "PHASES", ">SIZE", "STATE", "CAUSE");
        for (BundleJson bundle : bundles) {
            table.row(
                    bundle.id(),
                    Amounts.time(bundle.made()),
                    Objects.requireNonNullElse(bundle.rule(), "-"),
                    phases(bundle),
                    Amounts.bytes(bundle.bytes()),
                    state(bundle),
                    Objects.requireNonNullElse(bundle.cause(), "-"));
        }
        table.print(terminal, Integer.MAX_VALUE);
    }

    private static String phases(BundleJson bundle) {
        if (bundle.archives().isEmpty()) return "-";
        return bundle.archives().stream()
                .map(archive -> Integer.toString(archive.phase()))
                .collect(Collectors.joining(","));
    }

    /** {@return whether it may go, and whether more comes} */
    static String state(BundleJson bundle) {
        if (bundle.inProgress()) return bundle.pinned() ? "pinned, in progress" : "in progress";
        return bundle.pinned() ? "pinned" : "kept";
    }
}
