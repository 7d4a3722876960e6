package dev.linnix.cli.top;

import dev.linnix.cli.Json;
import io.avaje.jsonb.Json.Naming;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a line and reading. */
final class JsonReport implements Report {
    /** Processes listed: the largest subtrees by the resource at fault. */
    private static final int PROCESSES = 20;

    private static final Json<Line> JSON = Json.of(Line.class);

    private final PrintStream out;

    /** What the agent says of itself, the host and what is wrong; absent values are null. */
    @io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
    record Line(
            String time,
            String agent,
            @Nullable String silentSince,
            @Nullable String failure,
            @Nullable String asOf,
            @Nullable Boolean ready,
            @Nullable String reason,
            Answers.@Nullable Status status,
            Answers.@Nullable Host system,
            List<Incident> incidents,
            String sort,
            List<Row> processes) {}

    /** One incident, by the alert that says most about it. */
    @io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
    record Incident(
            String id,
            String state,
            String severity,
            @Nullable String since,
            @Nullable String rule,
            @Nullable Double value,
            @Nullable Double threshold,
            @Nullable String unit,
            double windowSeconds,
            @Nullable Integer pid,
            @Nullable String comm,
            @Nullable Double share) {}

    /** One process; the amounts are sums over its subtree, null when not known. */
    @io.avaje.jsonb.Json(naming = Naming.LowerUnderscore)
    record Row(
            int pid,
            long startNs,
            int ppid,
            @Nullable String comm,
            @Nullable Double cpuPct,
            @Nullable Double privateBytes,
            @Nullable Double forksPerSec,
            @Nullable Double fds) {}

    JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(Model model, Instant now) {
        Sample sample = model.sample();
        Instant silent = model.silentSince();
        dev.linnix.cli.top.Incident focus = model.focus(null);
        Resource sort = focus == null ? Resource.CPU : focus.resource();
        out.println(JSON.write(new Line(
                now.toString(),
                model.agent(),
                silent == null ? null : silent.toString(),
                model.failure(),
                sample == null ? null : sample.time().toString(),
                sample == null ? null : sample.ready().ready(),
                sample == null ? null : sample.ready().reason(),
                sample == null ? null : sample.status(),
                sample == null ? null : sample.host(),
                model.incidents().stream().map(JsonReport::incident).toList(),
                sort.word(),
                model.tree().nodes().stream()
                        .sorted(ProcessTree.largestFirst(sort))
                        .limit(PROCESSES)
                        .map(JsonReport::row)
                        .toList())));
    }

    private static Incident incident(dev.linnix.cli.top.Incident incident) {
        Answers.Alert alert = incident.alert();
        Answers.Offender offender = alert.offender();
        Instant since = incident.since();
        return new Incident(
                incident.id(),
                incident.state(),
                incident.severity().word(),
                since == null ? null : since.toString(),
                alert.rule(),
                alert.value(),
                alert.threshold(),
                alert.unit(),
                alert.windowSeconds(),
                offender == null ? null : offender.pid(),
                offender == null ? null : offender.comm(),
                offender == null ? null : offender.share());
    }

    private static Row row(ProcessTree.Node node) {
        Answers.Proc process = node.process();
        return new Row(
                process.pid(),
                process.startNs(),
                process.ppid(),
                process.comm(),
                known(node.sum(Resource.CPU)),
                known(node.sum(Resource.MEMORY)),
                known(node.sum(Resource.FORKS)),
                known(node.sum(Resource.FDS)));
    }

    private static @Nullable Double known(double amount) {
        return Double.isNaN(amount) ? null : amount;
    }
}
