package dev.linnix.cli.top;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** Everything at a glance: header, incidents, processes, and what keys there are. */
final class MainView {
    /** From how many columns on there is room for more. */
    static final int WIDE = 140;

    /** Below so many lines nothing is spent on air. */
    private static final int DENSE = 20;

    private static final String KEYS = "q quit  c cpu  m memory  f forks  d fds  / filter  i incident  p pause  ? help";

    private MainView() {}

    static Frame frame(Model model, ViewState state, int width, int height, Instant now) {
        List<AttributedString> lines = new ArrayList<>(Header.lines(model, state, width, now));
        if (height >= DENSE) lines.add(AttributedString.EMPTY);
        lines.addAll(new IncidentPane(model, state, width, now).lines(Math.clamp(height / 4, 4, 12)));
        if (height >= DENSE) lines.add(AttributedString.EMPTY);
        ProcessPane processes = new ProcessPane(model, state, width);
        int room = height - lines.size() - 1;
        lines.addAll(processes.lines(room));
        while (lines.size() < height - 1) lines.add(AttributedString.EMPTY);
        List<AttributedString> shown = new ArrayList<>(lines.subList(0, Math.max(0, height - 1)));
        shown.add(footer(state, width));
        List<String> ids = model.incidents().stream().map(Incident::id).toList();
        return new Frame(shown, new ViewState.Shown(processes.page(room), processes.mostScroll(room), ids));
    }

    private static AttributedString footer(ViewState state, int width) {
        if (state.mode() == ViewState.Mode.FILTER) {
            return new AttributedStringBuilder()
                    .styled(Styles.BOLD, "/" + Cells.clean(state.typed()))
                    .styled(AttributedStyle.INVERSE, " ")
                    .styled(Styles.DIM, "  Enter keeps the filter, Esc the one before")
                    .columnSubSequence(0, width);
        }
        return new AttributedString(Cells.cut(KEYS, width), Styles.DIM);
    }

    /** {@return the resource the tree is sorted by: the one chosen, or the one of the incident in focus} */
    static Resource sort(ViewState state, @Nullable Incident focus) {
        Resource chosen = state.sort();
        if (chosen != null) return chosen;
        return focus == null ? Resource.CPU : focus.resource();
    }
}
