package dev.linnix.cli.top;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the keyboard has chosen. Immutable: a key leads from one state to the next.
 *
 * @param mode what is on the screen
 * @param sort chosen; null follows the newest incident
 * @param filter in force; empty for none
 * @param typed the filter as it is being typed
 * @param scroll lines of the tree scrolled away
 * @param selected id of the incident chosen; null for the first
 * @param detailScroll lines of an incident or of the help scrolled away
 * @param paused whether new samples wait
 */
record ViewState(
        Mode mode,
        @Nullable Resource sort,
        String filter,
        String typed,
        int scroll,
        @Nullable String selected,
        int detailScroll,
        boolean paused) {
    private static final int LONGEST_FILTER = 64;

    /** What is on the screen. */
    enum Mode {
        /** Everything at a glance. */
        MAIN,
        /** The same, while a filter is typed. */
        FILTER,
        /** One incident. */
        INCIDENT,
        /** The keys. */
        HELP
    }

    /** What else a key asks for. */
    enum Action {
        /** Nothing. */
        NONE,
        /** End. */
        QUIT,
        /** Stop until the shell continues the program. */
        SUSPEND,
        /** Draw everything anew. */
        REDRAW
    }

    /**
     * What the screen showed when the key came.
     *
     * @param page lines that scroll at a time
     * @param mostScroll lines that can be scrolled away
     * @param incidents ids, in the order shown
     */
    record Shown(int page, int mostScroll, List<String> incidents) {}

    /** A state and what else is to be done. */
    record Step(ViewState state, Action action) {}

    static ViewState start() {
        return new ViewState(Mode.MAIN, null, "", "", 0, null, 0, false);
    }

    /** {@return what a key leads to} */
    Step on(Key key, Shown shown) {
        return switch (key.kind()) {
            case INTERRUPT -> new Step(this, Action.QUIT);
            case SUSPEND -> new Step(this, Action.SUSPEND);
            case REDRAW -> new Step(this, Action.REDRAW);
            default -> mode == Mode.FILTER ? stay(typing(key)) : command(key, shown);
        };
    }

    private static Step stay(ViewState state) {
        return new Step(state, Action.NONE);
    }

    private ViewState typing(Key key) {
        return switch (key.kind()) {
            case ENTER -> with(Mode.MAIN).filtered(typed);
            case ESCAPE -> with(Mode.MAIN);
            case BACKSPACE ->
                typed.isEmpty()
                        ? with(Mode.MAIN).filtered("")
                        : typed(typed.substring(0, typed.offsetByCodePoints(typed.length(), -1)));
            case CHARACTER ->
                typed.length() >= LONGEST_FILTER ? this : typed(typed + Character.toString(key.character()));
            default -> this;
        };
    }

    private Step command(Key key, Shown shown) {
        if (key.kind() != Key.Kind.CHARACTER) return stay(move(key, shown));
        for (Resource resource : Resource.values()) {
            if (key.character() == resource.key() && mode == Mode.MAIN) return stay(sorted(resource));
        }
        return switch (key.character()) {
            case 'q' -> new Step(this, Action.QUIT);
            case 'p' -> stay(paused(!paused));
            case '?', 'h' -> stay(mode == Mode.HELP ? with(Mode.MAIN) : with(Mode.HELP));
            case 'i' -> stay(mode == Mode.INCIDENT ? with(Mode.MAIN) : open(shown));
            case '/' -> stay(mode == Mode.MAIN ? with(Mode.FILTER).typed(filter) : this);
            case 'a' -> stay(mode == Mode.MAIN ? sorted(null) : this);
            case 'k' -> stay(scrolled(-1, shown));
            case 'j' -> stay(scrolled(1, shown));
            default -> stay(this);
        };
    }

    private ViewState move(Key key, Shown shown) {
        return switch (key.kind()) {
            case ENTER -> mode == Mode.MAIN ? open(shown) : this;
            case ESCAPE -> mode == Mode.MAIN ? filtered("").scrolled(-scroll, shown) : with(Mode.MAIN);
            case UP -> scrolled(-1, shown);
            case DOWN -> scrolled(1, shown);
            case PAGE_UP -> scrolled(-Math.max(1, shown.page()), shown);
            case PAGE_DOWN -> scrolled(Math.max(1, shown.page()), shown);
            case HOME -> scrolled(-shown.mostScroll(), shown);
            case END -> scrolled(shown.mostScroll(), shown);
            case LEFT -> select(-1, shown);
            case RIGHT, TAB -> select(1, shown);
            default -> this;
        };
    }

    private ViewState open(Shown shown) {
        return shown.incidents().isEmpty() ? this : with(Mode.INCIDENT);
    }

    private ViewState scrolled(int lines, Shown shown) {
        boolean tree = mode == Mode.MAIN || mode == Mode.FILTER;
        int from = Math.min(tree ? scroll : detailScroll, shown.mostScroll());
        int to = Math.clamp((long) from + lines, 0, Math.max(0, shown.mostScroll()));
        return new ViewState(mode, sort, filter, typed, tree ? to : scroll, selected, tree ? detailScroll : to, paused);
    }

    private ViewState select(int steps, Shown shown) {
        List<String> ids = shown.incidents();
        if (ids.isEmpty()) return this;
        int at = Math.max(0, selected == null ? 0 : ids.indexOf(selected));
        String id = ids.get(Math.floorMod(at + steps, ids.size()));
        return new ViewState(mode, sort, filter, typed, scroll, id, 0, paused);
    }

    private ViewState with(Mode next) {
        return new ViewState(next, sort, filter, typed, scroll, selected, 0, paused);
    }

    private ViewState sorted(@Nullable Resource by) {
        return new ViewState(mode, by, filter, typed, 0, selected, detailScroll, paused);
    }

    private ViewState filtered(String by) {
        return new ViewState(mode, sort, by.strip(), "", 0, selected, detailScroll, paused);
    }

    private ViewState typed(String text) {
        return new ViewState(mode, sort, filter, text, scroll, selected, detailScroll, paused);
    }

    private ViewState paused(boolean now) {
        return new ViewState(mode, sort, filter, typed, scroll, selected, detailScroll, now);
    }
}
