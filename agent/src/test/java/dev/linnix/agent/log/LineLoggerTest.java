package dev.linnix.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Is exactly what was asked for logged? */
class LineLoggerTest {
    @AfterEach
    void restore() {
        LineLoggerFinder.threshold(Level.INFO);
    }

    private static List<Level> logged(String name) {
        LineLogger logger = new LineLogger(name);
        return Arrays.stream(Level.values()).filter(logger::isLoggable).toList();
    }

    @Test
    void theThresholdHoldsForLoggersThatExist() {
        assertThat(logged("dev.linnix.agent.Main")).containsExactly(Level.INFO, Level.WARNING, Level.ERROR);
        LineLoggerFinder.threshold(Level.ERROR);
        assertThat(logged("dev.linnix.agent.Main")).containsExactly(Level.ERROR);
        LineLoggerFinder.threshold(Level.OFF);
        assertThat(logged("dev.linnix.agent.Main")).isEmpty();
        LineLoggerFinder.threshold(Level.DEBUG);
        assertThat(logged("dev.linnix.agent.Main"))
                .containsExactly(Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR);
    }

    @Test
    void librariesStayQuietWhateverIsAskedFor() {
        LineLoggerFinder.threshold(Level.TRACE);
        assertThat(logged("sun.net.httpserver")).containsExactly(Level.INFO, Level.WARNING, Level.ERROR);
        LineLoggerFinder.threshold(Level.ERROR);
        assertThat(logged("sun.net.httpserver")).containsExactly(Level.ERROR);
    }
}
