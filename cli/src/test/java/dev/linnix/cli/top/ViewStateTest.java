package dev.linnix.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.cli.top.ViewState.Action;
import dev.linnix.cli.top.ViewState.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Does each key lead where the help says? */
class ViewStateTest {
    private static final ViewState.Shown SHOWN = new ViewState.Shown(10, 25, List.of("a", "b", "c"));

    private ViewState state = ViewState.start();

    private Action press(Key key) {
        ViewState.Step step = state.on(key, SHOWN);
        state = step.state();
        return step.action();
    }

    private Action press(Key.Kind kind) {
        return press(Key.of(kind));
    }

    private void type(String text) {
        text.codePoints().forEach(c -> press(Key.of(c)));
    }

    @Test
    void quittingIsPossibleFromEverywhereButWhileTyping() {
        assertThat(press(Key.of('q'))).isEqualTo(Action.QUIT);
        assertThat(press(Key.Kind.INTERRUPT)).isEqualTo(Action.QUIT);
        type("i");
        assertThat(press(Key.of('q'))).isEqualTo(Action.QUIT);
        press(Key.Kind.ESCAPE);
        type("/");
        assertThat(press(Key.of('q'))).isEqualTo(Action.NONE);
        assertThat(press(Key.Kind.INTERRUPT)).isEqualTo(Action.QUIT);
    }

    @Test
    void aResourceIsChosenAndGivenBack() {
        type("m");
        assertThat(state.sort()).isEqualTo(Resource.MEMORY);
        type("cfd");
        assertThat(state.sort()).isEqualTo(Resource.FDS);
        type("a");
        assertThat(state.sort()).isNull();
    }

    @Test
    void aFilterIsTypedCorrectedTakenAndTakenBack() {
        type("/mäx😀");
        press(Key.Kind.BACKSPACE);
        assertThat(state.mode()).isEqualTo(Mode.FILTER);
        assertThat(state.typed()).isEqualTo("mäx");
        press(Key.Kind.ENTER);
        assertThat(state.filter()).isEqualTo("mäx");
        type("/y");
        assertThat(state.typed()).isEqualTo("mäxy");
        press(Key.Kind.ESCAPE);
        assertThat(state.filter()).isEqualTo("mäx");
        press(Key.Kind.ESCAPE);
        assertThat(state.filter()).isEmpty();
    }

    @Test
    void aFilterHasABound() {
        type("/" + "x".repeat(500));
        assertThat(state.typed()).hasSizeLessThanOrEqualTo(64);
    }

    @Test
    void anIncidentIsOpenedClosedAndChanged() {
        press(Key.Kind.ENTER);
        assertThat(state.mode()).isEqualTo(Mode.INCIDENT);
        press(Key.Kind.RIGHT);
        assertThat(state.selected()).isEqualTo("b");
        press(Key.Kind.LEFT);
        press(Key.Kind.LEFT);
        assertThat(state.selected()).isEqualTo("c");
        press(Key.Kind.ESCAPE);
        assertThat(state.mode()).isEqualTo(Mode.MAIN);
        press(Key.Kind.TAB);
        assertThat(state.selected()).isEqualTo("a");
        type("ii");
        assertThat(state.mode()).isEqualTo(Mode.MAIN);
    }

    @Test
    void withoutIncidentNoneIsOpened() {
        ViewState.Shown none = new ViewState.Shown(10, 25, List.of());
        assertThat(state.on(Key.of('i'), none).state().mode()).isEqualTo(Mode.MAIN);
        assertThat(state.on(Key.of(Key.Kind.TAB), none).state().selected()).isNull();
    }

    @Test
    void scrollingStopsAtBothEnds() {
        press(Key.Kind.UP);
        assertThat(state.scroll()).isZero();
        press(Key.Kind.DOWN);
        press(Key.Kind.PAGE_DOWN);
        assertThat(state.scroll()).isEqualTo(11);
        press(Key.Kind.PAGE_DOWN);
        press(Key.Kind.PAGE_DOWN);
        assertThat(state.scroll()).isEqualTo(25);
        press(Key.Kind.HOME);
        assertThat(state.scroll()).isZero();
        press(Key.Kind.END);
        assertThat(state.scroll()).isEqualTo(25);
    }

    @Test
    void anOpenedIncidentScrollsByItself() {
        type("ij");
        assertThat(state.detailScroll()).isEqualTo(1);
        assertThat(state.scroll()).isZero();
        press(Key.Kind.ESCAPE);
        assertThat(state.detailScroll()).isZero();
    }

    @Test
    void pauseAndHelpAreSwitches() {
        type("p?");
        assertThat(state.paused()).isTrue();
        assertThat(state.mode()).isEqualTo(Mode.HELP);
        type("p?");
        assertThat(state.paused()).isFalse();
        assertThat(state.mode()).isEqualTo(Mode.MAIN);
    }

    @Test
    void whatIsNoCommandChangesNothing() {
        ViewState before = state;
        type("zZ1");
        press(Key.Kind.OTHER);
        press(Key.Kind.BACKSPACE);
        assertThat(state).isEqualTo(before);
        assertThat(press(Key.Kind.SUSPEND)).isEqualTo(Action.SUSPEND);
        assertThat(press(Key.Kind.REDRAW)).isEqualTo(Action.REDRAW);
    }
}
