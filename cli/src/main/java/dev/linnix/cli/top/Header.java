package dev.linnix.cli.top;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** The first lines: how far the agent can be believed, how the host fares, and what is wrong with either. */
final class Header {
    private static final String GAP = "  ";
    private static final int LONGEST_HOST = 24;
    private static final int ROOMY = 100;

    private Header() {}

    /** A part of a line; of parts that do not fit the least important go first. */
    private record Part(int importance, String text, AttributedStyle style) {}

    static List<AttributedString> lines(Model model, ViewState state, int width, Instant now) {
        List<AttributedString> lines = new ArrayList<>();
        Sample sample = model.sample();
        lines.add(sample == null ? line(width, "linnix", "") : honesty(sample, width));
        lines.add(host(sample, state, width, now));
        Instant silent = model.silentSince();
        if (silent != null) {
            String reason = Cells.clean(model.failure());
            lines.add(bad("no answer since " + Format.clock(silent) + " (" + ago(silent, now) + "): " + reason, width));
        } else if (sample != null && !state.paused() && model.late(now)) {
            lines.add(bad("waiting for an answer; this is from " + Format.clock(sample.time()), width));
        }
        if (sample != null && !sample.ready().ready()) {
            String reason = Cells.clean(sample.ready().reason());
            lines.add(bad("not ready: " + (reason.isEmpty() ? "the agent gives no reason" : reason), width));
        }
        return lines;
    }

    private static AttributedString honesty(Sample sample, int width) {
        Answers.Status status = sample.status();
        boolean ready = sample.ready().ready();
        boolean lost = status.droppedEventsTotal() > 0;
        String loss = "lost " + status.droppedEventsTotal() + (status.lossPercent() > 0 ? percent(status) : "");
        Answers.Snapshot snapshot = status.snapshot();
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(9, Cells.cut(Cells.clean(status.host()), LONGEST_HOST), Styles.BOLD));
        parts.add(new Part(8, ready ? "ready" : "NOT READY", ready ? Styles.PLAIN : Styles.BAD));
        parts.add(new Part(6, status.eventsPerSec() + " ev/s", Styles.PLAIN));
        parts.add(new Part(7, loss, lost ? Styles.WARNING : Styles.PLAIN));
        parts.add(blind(status.blind()));
        if (snapshot != null) parts.add(new Part(3, "snap " + Format.millis(snapshot.periodMs()), Styles.PLAIN));
        String cost = "agent " + Format.number(status.cpuPct()) + "% " + Format.whole(status.rssMb()) + "MB";
        if (width >= ROOMY) cost += " up " + Format.duration(Duration.ofSeconds(status.uptimeS()));
        parts.add(new Part(4, cost, Styles.PLAIN));
        return join(parts, width);
    }

    private static String percent(Answers.Status status) {
        return String.format(java.util.Locale.ROOT, " (%.2f%%)", status.lossPercent());
    }

    private static Part blind(Answers.@Nullable Blind blind) {
        if (blind == null) return new Part(5, "blind 0s", Styles.PLAIN);
        Instant from = Format.parse(blind.from());
        Instant to = Format.parse(blind.to());
        String length = from == null || to == null ? "?" : Format.duration(Duration.between(from, to));
        String until = to == null ? "" : " to " + Format.clock(to);
        return new Part(5, "blind " + length + until, Styles.WARNING);
    }

    private static AttributedString host(@Nullable Sample sample, ViewState state, int width, Instant now) {
        List<Part> parts = new ArrayList<>();
        Answers.Host host = sample == null ? null : sample.host();
        parts.add(new Part(9, width < ROOMY ? "psi" : "pressure", Styles.DIM));
        if (host == null) {
            parts.add(new Part(8, "n/a", Styles.PLAIN));
        } else {
            parts.add(new Part(8, "cpu " + some(host.psiCpuSomeAvg10()), Styles.PLAIN));
            parts.add(new Part(7, "mem " + both(host.psiMemorySomeAvg10(), host.psiMemoryFullAvg10()), Styles.PLAIN));
            parts.add(new Part(6, "io " + both(host.psiIoSomeAvg10(), host.psiIoFullAvg10()), Styles.PLAIN));
        }
        parts.add(new Part(5, "load " + loads(host), Styles.PLAIN));
        String clock = state.paused() ? "PAUSED" : Format.clock(now);
        Long uptime = host == null ? null : host.uptimeS();
        String whose = width < ROOMY ? "up " : "host up ";
        String up = uptime == null ? "" : whose + Format.duration(Duration.ofSeconds(uptime)) + GAP;
        if (columns(parts) + GAP.length() + Cells.width(up + clock) > width) up = "";
        int room = width - Cells.width(up + clock) - GAP.length();
        AttributedStringBuilder line = new AttributedStringBuilder().append(join(parts, room));
        line.append(" ".repeat(Math.max(1, width - line.columnLength() - Cells.width(up + clock))));
        line.styled(Styles.DIM, up).styled(state.paused() ? Styles.WARNING.bold() : Styles.DIM, clock);
        return line.toAttributedString();
    }

    private static String some(@Nullable Double some) {
        return some == null ? "n/a" : Format.number(some) + "%";
    }

    private static String both(@Nullable Double some, @Nullable Double full) {
        if (some == null && full == null) return "n/a";
        return (some == null ? "-" : Format.number(some)) + "/" + (full == null ? "-" : Format.number(full)) + "%";
    }

    private static String loads(Answers.@Nullable Host host) {
        if (host == null || host.loadAvg().isEmpty()) return "n/a";
        return String.join(
                " ",
                host.loadAvg().stream()
                        .map(load -> String.format(java.util.Locale.ROOT, "%.2f", load))
                        .toList());
    }

    private static String ago(Instant since, Instant now) {
        return Format.duration(Duration.between(since, now));
    }

    private static AttributedString bad(String text, int width) {
        return new AttributedString(Cells.cut(text, width), Styles.BAD);
    }

    private static AttributedString line(int width, String bold, String rest) {
        return new AttributedStringBuilder()
                .styled(Styles.BOLD, Cells.cut(bold, width))
                .append(rest)
                .toAttributedString();
    }

    private static AttributedString join(List<Part> parts, int width) {
        List<Part> fitting = new ArrayList<>(parts);
        while (fitting.size() > 1 && columns(fitting) > width) {
            fitting.remove(fitting.stream()
                    .min(Comparator.comparingInt(Part::importance))
                    .orElseThrow());
        }
        AttributedStringBuilder line = new AttributedStringBuilder();
        for (Part part : fitting) {
            if (line.length() > 0) line.append(GAP);
            line.styled(part.style, fitting.size() == 1 ? Cells.cut(part.text, width) : part.text);
        }
        return line.toAttributedString();
    }

    private static int columns(List<Part> parts) {
        return parts.stream()
                        .mapToInt(part -> Cells.width(part.text) + GAP.length())
                        .sum()
                - GAP.length();
    }
}
