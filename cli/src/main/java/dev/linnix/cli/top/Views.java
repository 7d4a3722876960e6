package dev.linnix.cli.top;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** From what is known and chosen to a screen, without a terminal. */
final class Views {
    private Views() {}

    /**
     * {@return the screen}
     *
     * @param width columns, 1 or more
     * @param height lines, 1 or more
     */
    static Frame frame(Model model, ViewState state, int width, int height, Instant now) {
        Incident incident = model.incident(state.selected());
        return switch (state.mode()) {
            case MAIN, FILTER -> MainView.frame(model, state, width, height, now);
            case HELP -> Pages.help(model, state, width, height, now);
            case INCIDENT ->
                incident == null
                        ? MainView.frame(model, state, width, height, now)
                        : IncidentView.frame(model, state, incident, width, height, now);
        };
    }

    /** {@return the main screen for a printer or a log: no keys, no trailing space, and rows of the tree as told} */
    static List<String> plain(Model model, int width, int rows, Instant now) {
        ViewState state = ViewState.start();
        List<AttributedString> lines = new ArrayList<>(Header.lines(model, state, width, now));
        lines.addAll(new IncidentPane(model, state, width, now).lines(AgentSource.INCIDENTS));
        lines.addAll(new ProcessPane(model, state, width).lines(rows + 2));
        return lines.stream().map(line -> line.toString().stripTrailing()).toList();
    }
}
