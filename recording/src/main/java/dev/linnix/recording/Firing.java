package dev.linnix.recording;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Offender;
import dev.linnix.engine.model.ProcessRef;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An alert in a replay, from its first firing to its last end.
 *
 * @param alert as it first fired
 * @param fired when
 * @param ended when it was resolved or withdrawn for the last time; null when it fired to the end
 */
public record Firing(Alert alert, Instant fired, @Nullable Instant ended) {
    Firing until(@Nullable Instant end) {
        return new Firing(alert, fired, end);
    }

    /** {@return whether it is the same alert: of the same rule, at the same time, with subjects of one line of ancestors} */
    boolean isSame(Firing other) {
        return alert.rule().equals(other.alert.rule()) && overlaps(other) && isOfOneLine(alert, other.alert);
    }

    private boolean overlaps(Firing other) {
        return (ended == null || !other.fired.isAfter(ended)) && (other.ended == null || !fired.isAfter(other.ended));
    }

    /** The host covers every subject; two processes are one line when one is an ancestor of the other, or of who did it. */
    private static boolean isOfOneLine(Alert a, Alert b) {
        ProcessRef subjectOfA = a.subject().process();
        ProcessRef subjectOfB = b.subject().process();
        if (subjectOfA == null || subjectOfB == null) return true;
        return line(a).contains(key(subjectOfB)) || line(b).contains(key(subjectOfA));
    }

    private record Key(int pid, long startNs) {}

    private static Key key(ProcessRef process) {
        return new Key(process.pid(), process.startNs());
    }

    private static Set<Key> line(Alert alert) {
        Set<Key> line = new HashSet<>();
        ProcessRef subject = alert.subject().process();
        if (subject != null) line.add(key(subject));
        for (Offender offender : alert.blame().responsible()) {
            offender.path().forEach(process -> line.add(key(process)));
        }
        return line;
    }
}
