package dev.linnix.agent.respond;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import dev.linnix.engine.model.Severity;
import java.util.Locale;

/** Writes one log line for each change of an alert. Every text in it is escaped by the engine. */
public final class AlertLog implements AlertResponder {
    private static final System.Logger LOG = System.getLogger(AlertLog.class.getName());

    @Override
    public void respond(Alert alert) {
        LOG.log(
                alert.severity().compareTo(Severity.MEDIUM) >= 0
                        ? System.Logger.Level.WARNING
                        : System.Logger.Level.INFO,
                line(alert));
    }

    /** {@return the line, {@code key=value} where a machine may want to read it} */
    static String line(Alert alert) {
        StringBuilder line = new StringBuilder("alert ")
                .append(alert.state().name().toLowerCase(Locale.ROOT))
                .append(": ")
                .append(alert.message())
                .append(" rule=")
                .append(alert.rule())
                .append(" severity=")
                .append(alert.severity().name().toLowerCase(Locale.ROOT))
                .append(" id=")
                .append(alert.id())
                .append(" incident=")
                .append(alert.incidentId());
        ProcessRef subject = alert.subject().process();
        if (subject != null) line.append(" subject_pid=").append(subject.pid());
        for (Offender offender : alert.blame().responsible()) {
            line.append(" offender=")
                    .append(offender.process().comm())
                    .append('[')
                    .append(offender.process().pid())
                    .append(']')
                    .append(String.format(Locale.ROOT, " share=%.2f", offender.share()));
        }
        if (alert.blame().responsible().isEmpty()) line.append(" offender=none");
        return line.toString();
    }
}
