package dev.linnix.cli.ask;

import dev.linnix.cli.Agent;
import dev.linnix.cli.AgentCommand;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.Console;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.export.RecordingExport;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.cli.http.JsonArray;
import dev.linnix.cli.http.Query;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code linnix export}. */
@Command(
        name = "export",
        description =
                "Prints a report of the alerts the agent remembers, to hand on; or writes recordings in another format.")
public final class ExportCommand extends AgentCommand {
    private static final Json<AlertJson> ALERT = Json.of(AlertJson.class);
    private static final Json<String> TEXT = Json.of(String.class);

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description =
                    "Recordings, or directories of their segments, to write in another format; no agent is asked.")
    private List<Path> files = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From when: 90s, 15m, 2h or 1d ago, an RFC 3339 time, or Unix seconds (default: 1h).")
    private @Nullable String since;

    @Option(names = "--rule", paramLabel = "NAME", description = "Only alerts of this rule.")
    private @Nullable String rule;

    @Option(
            names = "--format",
            paramLabel = "WORD",
            description =
                    "Of the report: md, txt or json (default: md). Of a recording: json, one object a line, or perfetto,"
                            + " a trace that ui.perfetto.dev opens (default: json).")
    private @Nullable String format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "With recordings: where to write to (default: standard output).")
    private @Nullable Path out;

    /** Creates the command. */
    public ExportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws CommandException, IOException {
        if (!files.isEmpty()) return exportRecordings();
        if (out != null) throw usage("--out: expected a recording to write there");
        return super.call();
    }

    private int exportRecordings() throws IOException {
        if (since != null || rule != null)
            throw usage("--since and --rule: not with recordings, which are written whole");
        boolean perfetto = "perfetto".equals(format);
        if (format != null && !perfetto && !format.equals("json")) {
            throw usage("--format: expected json or perfetto for a recording, found '" + format + "'");
        }
        if (perfetto && json()) throw usage("--json: not with --format perfetto");
        if (perfetto && out == null && console.terminal()) {
            throw usage("--out: expected a file for the trace, which is no text for a terminal");
        }
        RecordingExport.Format wanted = perfetto ? RecordingExport.Format.PERFETTO : RecordingExport.Format.JSON;
        Terminal terminal = console.view(colours());
        try (RecordingExport recording = RecordingExport.open(files)) {
            if (out == null)
                return status(recording.write(wanted, console.out(), terminal::isClosed, terminal::complain));
            try (OutputStream file = created(out)) {
                return status(recording.write(wanted, file, () -> false, terminal::complain));
            }
        }
    }

    private static int status(boolean whole) {
        return whole ? ExitCode.FINE : ExitCode.PROBLEM;
    }

    /** What a recording holds is not for everyone: its export is as private as it is. */
    private OutputStream created(Path path) throws IOException {
        for (Path file : files) {
            if (Files.exists(path) && Files.exists(file) && Files.isSameFile(file, path)) {
                throw usage("--out: " + path + " is the recording itself");
            }
        }
        return Channels.newOutputStream(Files.newByteChannel(
                path,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"))));
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException {
        String form = format == null ? "md" : format;
        if (!List.of("md", "txt", "json").contains(form)) {
            throw usage("--format: expected md, txt or json, found '" + form + "'");
        }
        String age = since == null ? "1h" : since;
        Instant until = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant from = Since.parse(age, until);
        if (from == null) throw usage("--since: " + Since.EXPECTED + ", found '" + age + "'");
        String body = agent.get(new Query("/timeline")
                .with("start", Math.max(0, from.getEpochSecond()))
                .toString());
        List<String> texts = new ArrayList<>();
        List<AlertJson> alerts = new ArrayList<>();
        for (String text : agent.read(body, JsonArray::elements).reversed()) {
            AlertJson alert = agent.read(text, ALERT::read);
            if (rule != null && !rule.equals(alert.rule())) continue;
            texts.add(text);
            alerts.add(alert);
        }
        if (json() || form.equals("json")) {
            printJson("{\"since\":" + TEXT.write(from.toString()) + ",\"until\":" + TEXT.write(until.toString())
                    + ",\"rule\":" + (rule == null ? "null" : TEXT.write(rule)) + ",\"alerts\":["
                    + String.join(",", texts) + "]}");
        } else {
            ExportReport report = new ExportReport(form.equals("md"));
            report.write(from, until, rule, alerts).forEach(terminal::line);
        }
        return ExitCode.FINE;
    }
}
