package dev.linnix.engine.incident;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.state.StateIo;
import dev.linnix.engine.table.ProcessNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule's alert about one subject, from its firing to the end of its cooldown. */
final class Tracked {
    final @Nullable ProcessNode subject;
    final List<ProcessNode> responsible;
    final IncidentBook.Entry incident;
    Alert alert;
    boolean firing = true;
    /** Since when the value has been low, −1 while it is not. */
    long lowSinceNs = -1;

    long resolvedNs;

    Tracked(@Nullable ProcessNode subject, List<ProcessNode> responsible, IncidentBook.Entry incident, Alert alert) {
        this.subject = subject;
        this.responsible = responsible;
        this.incident = incident;
        this.alert = alert;
    }

    void state(StateIo io) {
        firing = io.flag(firing);
        lowSinceNs = io.i64(lowSinceNs);
        resolvedNs = io.i64(resolvedNs);
    }

    /** {@return whether the other subject is this one, or above or below it in the tree of births} */
    boolean concerns(@Nullable ProcessNode other) {
        if (subject == null || other == null) return subject == other;
        return subject.covers(other) || other.covers(subject);
    }

    /** {@return whether one of these is responsible for this alert as well, or above or below one that is; or nobody is} */
    boolean sharesCause(List<ProcessNode> others) {
        if (responsible.isEmpty() && others.isEmpty()) return true;
        return responsible.stream().anyMatch(mine -> others.stream().anyMatch(o -> mine.covers(o) || o.covers(mine)));
    }

    boolean offenderGone() {
        return !responsible.isEmpty() && responsible.stream().noneMatch(ProcessNode::alive);
    }
}
