package dev.linnix.engine.incident;

import dev.linnix.engine.AlertListener;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.state.References;
import dev.linnix.engine.state.StateIo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The latest alerts, in order of their first firing; the oldest go first. Confined to the engine's thread. */
public final class AlertBook {
    /** Most alerts remembered. */
    public static final int CAPACITY = 1000;

    /** More than a state ever refers to. */
    private static final int MOST_KEPT = 1 << 18;

    private final Map<String, Alert> byId = new LinkedHashMap<>();
    private final AlertListener listener;
    private long count;
    private long evicted;

    /** Creates an empty book. */
    public AlertBook(AlertListener listener) {
        this.listener = listener;
    }

    /** {@return an id not used before, built from event time and a count} */
    String nextId(long nowNs) {
        return "a" + nowNs / 1_000_000 + "-" + ++count;
    }

    /** Notes a new state of an alert and tells the listener. */
    void changed(Alert alert) {
        update(alert);
        listener.onAlert(alert);
    }

    /** Notes a detail that is not worth telling. */
    Alert update(Alert alert) {
        byId.put(alert.id(), alert);
        if (byId.size() > CAPACITY) {
            byId.remove(byId.keySet().iterator().next());
            evicted++;
        }
        return alert;
    }

    /**
     * Writes those alerts that something still refers to, or reads them.
     *
     * @param referredTo empty when reading
     */
    References<Alert> state(StateIo io, Set<Alert> referredTo) {
        count = io.i64(count);
        List<Alert> kept = new ArrayList<>();
        for (Alert alert : byId.values()) {
            if (referredTo.remove(alert)) kept.add(alert);
        }
        kept.addAll(referredTo); // what the book has forgotten
        int number = io.count(kept.size(), MOST_KEPT);
        for (int i = 0; i < number; i++) {
            Alert present = io.reading() ? Written.BLANK : kept.get(i);
            io.frame(() -> {
                Alert alert = Written.alert(io, present);
                if (io.reading()) kept.add(update(alert));
            });
        }
        return new References<>(kept);
    }

    /** {@return at most {@code limit} alerts, the latest first} */
    public List<Alert> latest(int limit) {
        List<Alert> all = new ArrayList<>(byId.values());
        return List.copyOf(all.reversed().subList(0, Math.min(limit, all.size())));
    }

    /** {@return alerts forgotten because there were too many, since start} */
    public long evicted() {
        return evicted;
    }

    /** {@return alerts fired since start} */
    public long count() {
        return count;
    }
}
