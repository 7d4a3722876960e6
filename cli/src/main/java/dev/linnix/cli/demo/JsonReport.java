package dev.linnix.cli.demo;

import dev.linnix.cli.Json;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a line and scenario on standard output; everything for people on standard error. */
public final class JsonReport implements Report {
    private final PrintStream out;
    private final PrintStream err;
    private final Json<Line> json = Json.of(Line.class);

    /**
     * What a line holds.
     *
     * @param scenario its name on the command line
     * @param detected whether it was caught and the right process blamed
     * @param rule that fired, null for none
     * @param offenderPid who was blamed by that rule, null for nobody
     * @param injectedPid the root that was injected, null for none
     * @param seconds from injection to the alert, or how long was waited in vain
     */
    @io.avaje.jsonb.Json(naming = io.avaje.jsonb.Json.Naming.LowerUnderscore)
    record Line(
            String scenario,
            boolean detected,
            @Nullable String rule,
            @Nullable Integer offenderPid,
            @Nullable Long injectedPid,
            double seconds) {}

    /** Creates a report. */
    public JsonReport(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public void started(URI address, long pid, Path rules) {}

    @Override
    public void injected(Scenario scenario, @Nullable Suspect suspect) {}

    @Override
    public void judged(Verdict verdict) {
        AlertSeen alert = verdict.alert();
        AlertSeen.Offender offender = alert == null ? null : alert.offender();
        out.println(json.write(new Line(
                verdict.scenario().word(),
                verdict.detected(),
                alert == null ? null : alert.rule(),
                offender == null ? null : offender.pid(),
                verdict.injectedPid(),
                Math.round(verdict.seconds() * 1000) / 1000.0)));
    }

    @Override
    public void collected(List<Path> archives) {
        for (Path archive : archives) err.println("linnix: evidence: " + archive);
    }

    @Override
    public void recorded(String sentence) {
        err.println("linnix: recorded: " + sentence);
    }

    @Override
    public void finished(List<Verdict> verdicts) {}

    @Override
    public void kept(URI address, long pid, Path directory) {
        err.println("linnix: the agent goes on at " + address + " (pid " + pid + ", files in " + directory + ")");
    }

    @Override
    public void failed(String reason, List<String> details) {
        err.println("linnix: " + reason);
        details.forEach(err::println);
    }
}
