package dev.linnix.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one fault was caught: its rule fired and blamed the injected root, or a live descendant of it that
 * caused at least half. An alert of its rule about the host or what was injected that blames another process is
 * remembered as wrong; whatever else fired was also seen.
 */
final class Judge {
    private static final double LEAST_SHARE = 0.5;

    private final Scenario scenario;
    private final Set<String> rules;
    private final @Nullable Suspect suspect;
    private final List<AlertSeen> also = new ArrayList<>();
    private @Nullable AlertSeen caught;
    private @Nullable AlertSeen wrong;

    /**
     * Begins a case.
     *
     * @param rules names of the rules that may catch it
     * @param suspect what was injected, null for nothing
     */
    Judge(Scenario scenario, Set<String> rules, @Nullable Suspect suspect) {
        this.scenario = scenario;
        this.rules = rules;
        this.suspect = suspect;
    }

    /**
     * Takes a firing into account.
     *
     * @return whether it settles the case
     */
    boolean hear(AlertSeen alert) {
        if (suspect == null || alert.rule() == null || !rules.contains(alert.rule())) {
            also.add(alert);
            return false;
        }
        if (isGuilty(suspect, alert.offender())) {
            caught = alert;
            return true;
        }
        if (wrong == null && isAbout(suspect, alert.subject())) wrong = alert;
        else also.add(alert);
        return false;
    }

    private static boolean isAbout(Suspect suspect, AlertSeen.@Nullable Subject subject) {
        AlertSeen.Root process = subject == null ? null : subject.process();
        return process == null || suspect.contains(process.pid());
    }

    private static boolean isGuilty(Suspect suspect, AlertSeen.@Nullable Offender offender) {
        if (offender == null) return false;
        if (offender.pid() == suspect.pid()) return true;
        return offender.share() >= LEAST_SHARE && suspect.contains(offender.pid());
    }

    /** {@return the outcome as it stands, after some seconds} */
    Verdict verdict(double seconds) {
        return new Verdict(
                scenario,
                caught != null,
                caught != null ? caught : wrong,
                suspect == null ? null : suspect.pid(),
                seconds,
                List.copyOf(also));
    }
}
