package dev.linnix.recording;

import dev.linnix.engine.EngineView;
import dev.linnix.engine.incident.AlertBook;
import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.AlertState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers the alerts of a replay, those included that fired when it began. */
final class Firings implements ReplayListener {
    private final Map<String, Firing> byId = new LinkedHashMap<>();
    private Map<String, String> blind = Map.of();

    @Override
    public void restored(TransitionJson json, EngineView view) {
        Set<String> still = new HashSet<>();
        for (Alert alert : view.alerts(AlertBook.CAPACITY).reversed()) {
            if (alert.state() != AlertState.FIRING) continue;
            still.add(alert.id());
            fire(alert, json.wall(alert.firedNs()));
        }
        Instant now = json.wall(view.status().timeNs());
        byId.replaceAll((id, firing) -> firing.ended() != null || still.contains(id) ? firing : firing.until(now));
    }

    @Override
    public void alert(Alert alert, TransitionJson json) {
        Instant when = json.wall(alert.changedNs());
        if (alert.state() == AlertState.FIRING) fire(alert, when);
        else byId.computeIfPresent(alert.id(), (id, firing) -> firing.until(when));
    }

    private void fire(Alert alert, Instant when) {
        byId.merge(alert.id(), new Firing(alert, when, null), (known, again) -> known.until(null));
    }

    @Override
    public void ended(EngineView view) {
        blind = view.status().blindRules();
    }

    /** {@return alerts in order of their first firing} */
    List<Firing> all() {
        List<Firing> all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparing(Firing::fired));
        return all;
    }

    /** {@return rules that could not see at the end what they look for, with the reason, by name} */
    Map<String, String> blind() {
        return blind;
    }
}
