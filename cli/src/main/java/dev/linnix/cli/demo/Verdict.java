package dev.linnix.cli.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one fault.
 *
 * @param scenario the fault
 * @param detected whether its rule caught it and blamed the right process
 * @param alert the alert that did, else one of the right rule that blamed another process, else null
 * @param injectedPid the injected root; null when nothing was injected
 * @param seconds from injection to the alert, or how long was waited in vain
 * @param also other firings meanwhile
 */
public record Verdict(
        Scenario scenario,
        boolean detected,
        @Nullable AlertSeen alert,
        @Nullable Long injectedPid,
        double seconds,
        List<AlertSeen> also) {}
