package dev.linnix.engine.model;

import org.jspecify.annotations.Nullable;

/**
 * One firing of one rule for one subject. Times are CLOCK_BOOTTIME, ns; the edge turns them into wall time.
 *
 * @param id unique on this host since boot; equal for equal input
 * @param incidentId the incident it belongs to
 * @param rule name of the rule
 * @param detector name of the rule's detector
 * @param severity of the rule
 * @param state firing, resolved or withdrawn
 * @param firedNs when it fired (for the last time, when it was reopened)
 * @param changedNs when it came into this state
 * @param subject what it is about
 * @param blame who is responsible, fixed when it fired
 * @param value measured when it fired
 * @param peak largest value since
 * @param threshold that the value was held against
 * @param unit of value and threshold
 * @param windowNs over which the value was measured, ns
 * @param lowerBound whether records were lost within the window, so that a subtree's value is a lower bound
 * @param message one sentence for a person
 * @param silence the edit of the rule that would have kept it quiet
 */
public record Alert(
        String id,
        String incidentId,
        String rule,
        String detector,
        Severity severity,
        AlertState state,
        long firedNs,
        long changedNs,
        Subject subject,
        Blame blame,
        double value,
        double peak,
        double threshold,
        String unit,
        long windowNs,
        boolean lowerBound,
        String message,
        String silence) {

    /** {@return the one process to name: the offender, else the first hosted one, else the subject's, else null} */
    public @Nullable ProcessRef named() {
        Offender offender = blame.offender();
        if (offender != null) return offender.process();
        if (!blame.hosted().isEmpty()) return blame.hosted().getFirst().process();
        return subject.process();
    }

    /** {@return this alert in another state, since {@code nowNs}} */
    public Alert withState(AlertState next, long nowNs) {
        return copy(next, nowNs, peak);
    }

    /** {@return this alert with another largest value} */
    public Alert withPeak(double largest) {
        return copy(state, changedNs, largest);
    }

    private Alert copy(AlertState next, long changed, double largest) {
        return new Alert(
                id,
                incidentId,
                rule,
                detector,
                severity,
                next,
                firedNs,
                changed,
                subject,
                blame,
                value,
                largest,
                threshold,
                unit,
                windowNs,
                lowerBound,
                message,
                silence);
    }
}
