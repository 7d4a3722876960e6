package dev.linnix.cli.replay;

import dev.linnix.cli.Amounts;
import dev.linnix.cli.Json;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.Terminal.Style;
import dev.linnix.cli.ask.AlertText;
import dev.linnix.cli.http.AlertJson;
import dev.linnix.recording.json.IncidentTransition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Transitions in words: one line each, as {@code linnix alerts} has them. */
final class TransitionText {
    private static final Json<Kind> KIND = Json.of(Kind.class);
    private static final Json<AlertJson> ALERT = Json.of(AlertJson.class);
    private static final Json<IncidentTransition> INCIDENT = Json.of(IncidentTransition.class);

    /**
     * Which of the two a line is.
     *
     * @param type {@code alert} or {@code incident}
     */
    @io.avaje.jsonb.Json
    record Kind(@Nullable String type) {}

    private TransitionText() {}

    /** {@return the transition of a line of JSON, for people} */
    static String line(String json, Terminal terminal) {
        return "incident".equals(KIND.read(json).type())
                ? incident(INCIDENT.read(json), terminal)
                : alert(ALERT.read(json), terminal);
    }

    private static String alert(AlertJson alert, Terminal terminal) {
        String severity = alert.severity() == null ? "?" : alert.severity().toUpperCase(Locale.ROOT);
        String rule = "[" + severity + "] " + AlertText.text(alert.rule()) + " - " + AlertText.text(alert.state());
        boolean over = !"firing".equals(alert.state());
        return time(alert.changed(), terminal)
                + terminal.paint(over ? Style.PLAIN : AlertText.style(alert.severity()), rule)
                + ": " + Terminal.safe(AlertText.measured(alert)) + "; blamed: "
                + Terminal.safe(AlertText.blamed(alert.offender()));
    }

    private static String incident(IncidentTransition incident, Terminal terminal) {
        String text = "incident " + incident.id() + " - " + incident.state() + ": "
                + Amounts.count(incident.alerts().size(), "alert") + ", severity "
                + incident.severity().toLowerCase(Locale.ROOT);
        return time(incident.changed(), terminal) + terminal.paint(Style.DIM, text);
    }

    private static String time(@Nullable String rfc3339, Terminal terminal) {
        return terminal.paint(Style.DIM, Amounts.time(rfc3339)) + " ";
    }
}
