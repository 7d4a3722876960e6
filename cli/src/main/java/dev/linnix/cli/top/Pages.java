package dev.linnix.cli.top;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** Screens that are a text to be scrolled below the header. */
final class Pages {
    private static final String HELP_KEYS = "Esc back  ↑↓ scroll  q quit";
    private static final List<String> HELP = List.of(
            "q, Ctrl-C      quit",
            "c m f d        sort by CPU, memory, forks, file descriptors",
            "a              sort by the resource of the incident again",
            "/              filter by name, executable or arguments; Esc takes it back",
            "↑ ↓ PgUp PgDn  scroll; Home and End, and j and k, too",
            "← → Tab        choose an incident",
            "Enter, i       show the numbers of the incident; Esc goes back",
            "p              pause: new samples wait",
            "Ctrl-L         draw anew",
            "Ctrl-Z         stop; fg goes on",
            "",
            "ready          the agent sees what it should; else the reason is shown",
            "ev/s           process events in the last second",
            "lost           events lost since the agent's start, and percent of the last 30 s",
            "blind          time before this start of the agent in which nobody watched",
            "snap           how often all processes are read",
            "agent          CPU of the agent, percent of one core, and its memory",
            "pressure       percent of the last 10 s in which some/all tasks waited",
            "CPU%           percent of one core, with what ended within the last second",
            "MEM            anonymous and swapped-out memory; ~0: too little for the counters",
            "FORKS/s        processes created in the last second",
            "FDS            open file descriptors",
            "S              state: R runs, S sleeps, D waits for I/O, T stopped, Z zombie",
            "VALUE          measured when the rule fired; forks/5s: forks within 5 s",
            "now            what the culprit and its descendants use now",
            "▁▄█            the last 60 s, the newest on the right; █= is what a full bar is",
            "▶ ↓            the culprit; its ancestors, in whose sums it is contained",
            "-              not known",
            "SHARE          what part of the host's or the subtree's total the culprit causes",
            "",
            "Times are UTC. Amounts in the tree are sums over a process and its descendants.");

    private Pages() {}

    static Frame help(Model model, ViewState state, int width, int height, java.time.Instant now) {
        List<AttributedString> lines = HELP.stream()
                .map(line -> new AttributedString(Cells.cut(line, width)))
                .toList();
        return frame(Header.lines(model, state, width, now), lines, HELP_KEYS, model, state, width, height);
    }

    /** {@return header, as much of the text as fits, and the keys} */
    static Frame frame(
            List<AttributedString> header,
            List<AttributedString> text,
            String keys,
            Model model,
            ViewState state,
            int width,
            int height) {
        List<AttributedString> lines = new ArrayList<>(header);
        lines.add(AttributedString.EMPTY);
        int room = Math.max(1, height - 1 - lines.size());
        int mostScroll = Math.max(0, text.size() - room);
        int from = Math.min(state.detailScroll(), mostScroll);
        lines.addAll(text.subList(from, Math.min(text.size(), from + room)));
        while (lines.size() < height - 1) lines.add(AttributedString.EMPTY);
        List<AttributedString> shown = new ArrayList<>(lines.subList(0, Math.max(0, height - 1)));
        shown.add(new AttributedString(Cells.cut(keys, width), Styles.DIM));
        return new Frame(
                shown,
                new ViewState.Shown(
                        room,
                        mostScroll,
                        model.incidents().stream().map(Incident::id).toList()));
    }

    /** {@return the text in lines of at most so many columns, broken at spaces where there are any} */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (Cells.width(longer) <= columns) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) lines.add(line);
            String rest = word;
            while (Cells.width(rest) > columns) {
                String head = head(rest, columns);
                lines.add(head);
                rest = rest.substring(head.length());
            }
            line = rest;
        }
        lines.add(line);
        return lines;
    }

    private static String head(String text, int columns) {
        int end = text.length();
        while (Cells.width(text.substring(0, end)) > columns) end = text.offsetByCodePoints(end, -1);
        return end == 0 ? text : text.substring(0, end);
    }
}
