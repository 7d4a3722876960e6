package dev.linnix.cli.demo;

import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** For people: a paragraph for each scenario, 80 columns wide. */
public final class TextReport implements Report {
    private static final int ALSO = 3;

    private final Terminal terminal;

    /** Creates a report. */
    public TextReport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void started(URI address, long pid, Path rules) {
        terminal.line(terminal.paint(Style.BOLD, "Linnix demo"));
        terminal.field("agent", "pid " + pid + " on " + address, Style.PLAIN);
        terminal.field("rules", rules.toString(), Style.PLAIN);
    }

    @Override
    public void injected(Scenario scenario, @Nullable Suspect suspect) {
        terminal.line("");
        terminal.line(
                terminal.paint(Style.BOLD, scenario.word()) + "  " + terminal.paint(Style.DIM, scenario.summary()));
        terminal.field(
                "injected", suspect == null ? "nothing" : process(suspect.pid(), suspect.command()), Style.PLAIN);
    }

    @Override
    public void judged(Verdict verdict) {
        AlertSeen alert = verdict.alert();
        if (alert == null) {
            String waited = String.format(Locale.ROOT, "nothing within %.0f s", verdict.seconds());
            terminal.field("detected", waited, Style.PLAIN);
        } else {
            terminal.field("detected", alert.rule() + ": " + alert.message(), Style.PLAIN);
            terminal.field("blamed", blamed(alert.offender()), Style.PLAIN);
        }
        if (verdict.detected()) {
            String kin = isRoot(verdict) ? "the injected root" : "a descendant of the injected root";
            String after = String.format(Locale.ROOT, "✓ caught after %.1f s, %s", verdict.seconds(), kin);
            terminal.field("verdict", after, Style.GOOD);
        } else {
            terminal.field("verdict", alert == null ? "✗ missed" : "✗ the wrong process was blamed", Style.BAD);
        }
        verdict.also().stream().limit(ALSO).forEach(other -> terminal.field("also seen", also(other), Style.DIM));
        int rest = verdict.also().size() - ALSO;
        if (rest > 0) terminal.field("", "and " + rest + " more", Style.DIM);
    }

    private static boolean isRoot(Verdict verdict) {
        AlertSeen alert = verdict.alert();
        AlertSeen.Offender offender = alert == null ? null : alert.offender();
        Long injected = verdict.injectedPid();
        return offender != null && injected != null && offender.pid() == injected;
    }

    private static String process(long pid, String what) {
        return what + "  pid\u00a0" + pid;
    }

    private static String blamed(AlertSeen.@Nullable Offender offender) {
        if (offender == null) return "nobody";
        return process(offender.pid(), program(offender))
                + String.format(Locale.ROOT, "  share\u00a0%.0f\u00a0%%", offender.share() * 100);
    }

    private static String program(AlertSeen.Offender offender) {
        if (offender.executable() != null) return offender.executable();
        return offender.comm() == null || offender.comm().isEmpty() ? "(unknown program)" : offender.comm();
    }

    private static String also(AlertSeen alert) {
        AlertSeen.Offender offender = alert.offender();
        return alert.rule() + ", " + (offender == null ? "nobody blamed" : blamed(offender));
    }

    @Override
    public void collected(List<Path> archives) {
        terminal.line("");
        for (Path archive : archives) terminal.field("evidence", archive.toString(), Style.PLAIN);
    }

    @Override
    public void recorded(String sentence) {
        terminal.line("");
        terminal.field("recorded", sentence, Style.PLAIN);
    }

    @Override
    public void finished(List<Verdict> verdicts) {
        long caught = verdicts.stream().filter(Verdict::detected).count();
        terminal.line("");
        String sum = caught + " of " + verdicts.size() + " caught, the right process blamed.";
        terminal.line(terminal.paint(caught == verdicts.size() ? Style.GOOD : Style.BAD, sum));
    }

    @Override
    public void kept(URI address, long pid, Path directory) {
        terminal.line("");
        terminal.line("The agent goes on:");
        terminal.field("look", "curl " + address + "/timeline", Style.PLAIN);
        terminal.field("follow", "curl -N " + address + "/alerts", Style.PLAIN);
        terminal.field("files", directory.toString(), Style.PLAIN);
        terminal.field("stop", "kill " + pid, Style.PLAIN);
    }

    @Override
    public void failed(String reason, List<String> details) {
        terminal.complain("linnix: " + reason);
        for (String detail : details) terminal.complain("  " + detail);
    }
}
