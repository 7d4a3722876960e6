package dev.linnix.cli.bundles;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.Amounts;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.evidence.BundleException;
import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.BundleReport;
import dev.linnix.evidence.Manifest.FileInfo;
import dev.linnix.evidence.ManifestJson;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code linnix bundles verify}. */
@Command(
        name = "verify",
        description =
                "Reads archives from beginning to end and compares each file with its manifest: size, SHA-256, nothing "
                        + "missing, nothing else. By ID the agent sends every archive of the bundle, for which its token is needed. "
                        + "Exits 1 when anything is not as it should be, and says what can be read.")
public final class BundlesVerifyCommand extends AgentCommand {
    @Parameters(
            paramLabel = "ID|FILE",
            arity = "1..*",
            description = "The id of an incident, or an archive, for which no agent need run.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> what;

    /** Creates the command. */
    public BundlesVerifyCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException, IOException {
        int worst = ExitCode.FINE;
        for (String each : what) worst = Math.max(worst, verify(each, agent, terminal));
        return worst;
    }

    /** {@return how it went; what cannot be had is told, and keeps nobody from the rest} */
    private int verify(String each, Agent agent, Terminal terminal) throws IOException {
        int worst = ExitCode.FINE;
        try {
            for (Archives.Source source : Archives.of(each, agent)) {
                if (!verify(source, terminal)) worst = ExitCode.PROBLEM;
            }
        } catch (CommandException e) {
            terminal.complain("linnix: " + e.sentence());
            worst = Math.max(worst, e.exitCode());
        }
        return worst;
    }

    private boolean verify(Archives.Source source, Terminal terminal) throws CommandException, IOException {
        BundleReport report;
        try (ReadableByteChannel channel = source.opening().open()) {
            report = BundleReader.verify(channel, source.name());
        } catch (BundleException | NoBundleException e) {
            if (json()) printJson(ReportJson.unreadable(source.name(), e).write());
            else terminal.line(terminal.paint(Style.BAD, "✗ ") + e.getMessage());
            return false;
        }
        if (json()) printJson(ReportJson.of(source.name(), report, null).write());
        else print(source.name(), report, terminal);
        return report.isGood();
    }

    private static void print(String name, BundleReport report, Terminal terminal) {
        long bytes =
                report.manifest().files().stream().mapToLong(FileInfo::size).sum();
        String whole = Amounts.count(report.whole().size(), "file");
        if (report.isGood()) {
            terminal.line(terminal.paint(Style.GOOD, "✓ ") + name + ": " + whole + ", " + Amounts.bytes(bytes)
                    + ", as the manifest says");
        } else {
            terminal.line(terminal.paint(Style.BAD, "✗ ") + name + ": " + whole + " of "
                    + report.manifest().files().size() + " can be relied on");
            for (String problem : report.problems()) terminal.line("  " + problem);
        }
        if (ManifestJson.isNewer(report.manifest())) {
            terminal.line("  it is of format " + ManifestText.newer(report.manifest()));
        }
    }
}
