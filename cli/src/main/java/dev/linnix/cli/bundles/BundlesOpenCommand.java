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
import dev.linnix.evidence.BundleNames;
import dev.linnix.evidence.BundleReader;
import dev.linnix.evidence.BundleReport;
import dev.linnix.evidence.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code linnix bundles open}. */
@Command(
        name = "open",
        description =
                "Unpacks bundles, each archive into a new directory of its own, checks them, prints the README.txt of the "
                        + "first archive of each and what to do next. By ID the agent sends the archives, for which its token "
                        + "is needed. Exits 1 when anything is not as the manifest says; what can be read is unpacked.")
public final class BundlesOpenCommand extends AgentCommand {
    private static final int MOST_README = 256 << 10;

    @Parameters(
            paramLabel = "ID|FILE",
            arity = "1..*",
            description = "The id of an incident, or an archive, for which no agent need run.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private List<String> what;

    @Option(names = "--to", paramLabel = "DIR", description = "Unpack below this directory (default: the current one).")
    private Path to = Path.of("");

    /** Creates the command. */
    public BundlesOpenCommand(Console console) {
        super(console);
    }

    /**
     * What was unpacked.
     *
     * @param directory of the archive
     * @param report of it
     */
    private record Opened(Path directory, BundleReport report) {
        Manifest manifest() {
            return report.manifest();
        }
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException, IOException {
        List<Opened> opened = new ArrayList<>();
        int worst = ExitCode.FINE;
        for (String each : what) worst = Math.max(worst, open(each, agent, terminal, opened));
        if (json()) {
            for (Opened each : opened) {
                printJson(ReportJson.of(each.manifest().archive(), each.report(), each.directory())
                        .write());
            }
        } else {
            for (List<Opened> bundle : bundles(opened)) print(bundle, terminal);
        }
        boolean good = opened.stream().allMatch(each -> each.report().isGood());
        return good ? worst : Math.max(worst, ExitCode.PROBLEM);
    }

    /**
     * Unpacks all archives of one bundle, or one file.
     *
     * @param opened takes what was unpacked
     * @return how it went; what cannot be unpacked is told, and keeps nobody from the rest
     */
    private int open(String each, Agent agent, Terminal terminal, List<Opened> opened) throws IOException {
        int worst = ExitCode.FINE;
        try {
            for (Archives.Source source : Archives.of(each, agent)) opened.add(unpack(source));
        } catch (CommandException e) {
            terminal.complain("linnix: " + e.sentence());
            worst = e.exitCode();
        }
        return worst;
    }

    /** {@return what was unpacked by bundle, each by phase: a shell names later archives before the first} */
    private static Collection<List<Opened>> bundles(List<Opened> opened) {
        return opened.stream()
                .sorted(Comparator.comparingInt(each -> each.manifest().phase()))
                .collect(Collectors.groupingBy(
                        // Two boots may have an incident of the same number.
                        each -> each.manifest().bootId() + each.manifest().incident(),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
    }

    private Opened unpack(Archives.Source source) throws CommandException, IOException {
        Path directory = to.resolve(BundleNames.folder(archiveName(source)));
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) throw isThere(directory);
        try (ReadableByteChannel channel = source.opening().open()) {
            if (!to.toString().isEmpty()) Files.createDirectories(to);
            return new Opened(directory, BundleReader.extract(channel, source.name(), directory));
        } catch (BundleException | NoBundleException e) {
            throw new CommandException(ExitCode.PROBLEM, String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException _) {
            throw isThere(directory);
        } catch (AccessDeniedException e) {
            throw new CommandException(ExitCode.USAGE, e.getFile() + ": no permission to write there; give --to");
        }
    }

    private static CommandException isThere(Path directory) {
        return new CommandException(ExitCode.USAGE, directory + " is there already; give another place with --to");
    }

    /** A file may have been renamed since. */
    private static String archiveName(Archives.Source source) throws CommandException, IOException {
        if (BundleNames.isArchive(source.name())) return source.name();
        try (ReadableByteChannel channel = source.opening().open()) {
            return BundleReader.manifest(channel, source.name()).archive();
        } catch (BundleException | NoBundleException e) {
            throw new CommandException(ExitCode.PROBLEM, String.valueOf(e.getMessage()));
        }
    }

    private static void print(List<Opened> bundle, Terminal terminal) throws IOException {
        for (String line : readme(bundle.getFirst().directory()).split("\n", -1)) terminal.line(line);
        for (Opened each : bundle) {
            BundleReport report = each.report();
            String files = Amounts.count(report.whole().size(), "file");
            terminal.line(terminal.paint(report.isGood() ? Style.GOOD : Style.BAD, report.isGood() ? "✓ " : "✗ ")
                    + each.directory() + ": " + files
                    + (report.isGood() ? "" : " of " + each.manifest().files().size() + " can be relied on"));
            report.problems().forEach(problem -> terminal.line("  " + problem));
        }
        terminal.line("");
        for (Opened each : bundle) {
            NextSteps.of(each.directory(), each.report()).forEach(step -> terminal.line("  " + step));
        }
    }

    private static String readme(Path directory) throws IOException {
        Path file = directory.resolve(Manifest.README);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return "";
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_README), StandardCharsets.UTF_8);
        }
    }
}
