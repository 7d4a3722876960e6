package dev.linnix.agent.api;

import dev.linnix.agent.api.json.Explicit;
import dev.linnix.agent.api.json.IncidentJson;
import dev.linnix.agent.api.json.IncidentStatsJson;
import dev.linnix.agent.api.json.IncidentSummaryJson;
import dev.linnix.agent.evidence.Bundle;
import dev.linnix.agent.evidence.BundleCatalog;
import dev.linnix.engine.model.AlertState;
import dev.linnix.engine.model.Incident;
import dev.linnix.recording.json.AlertJson;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Alerts that fired, and incidents. */
final class IncidentRoutes {
    /** Most incidents the engine remembers, and more than may be asked for. */
    static final int MOST = 1000;

    static final int USUAL = 10;

    /** Most alerts {@code /timeline} shows. */
    static final int MOST_ALERTS = 1000;

    private final EngineQueries engine;
    private final Views views;
    private final BundleCatalog bundles;

    IncidentRoutes(EngineQueries engine, Views views, BundleCatalog bundles) {
        this.engine = engine;
        this.views = views;
        this.bundles = bundles;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/timeline", "The latest alerts, newest first, at most 1000.")
                        .query("start", "integer", "fired at or after, Unix time, s")
                        .query("end", "integer", "fired at or before, Unix time, s")
                        .query("severity", "string", "info, low, medium or high")
                        .array(AlertJson.class)
                        .answer(this::timeline),
                Route.get("/incidents", "The latest incidents, newest first.")
                        .query("limit", "integer", "1 to 1000, default 10")
                        .query("event_type", "string", "rule of the incident's first alert")
                        .query("analyzed", "boolean", "whether a language model analysed it; none is")
                        .array(IncidentJson.class)
                        .answer(this::incidents),
                Route.get("/incidents/summary", "How many incidents there are by rule, and the latest ten.")
                        .object(IncidentSummaryJson.class)
                        .answer(this::summary),
                Route.get("/incidents/stats", "Incidents in numbers.")
                        .object(IncidentStatsJson.class)
                        .answer(this::stats),
                Route.get("/incidents/{id}", "One incident.")
                        .path("id", "string", "of the incident")
                        .object(IncidentJson.class)
                        .answer(this::incident));
    }

    private Response timeline(Request request) throws HttpError {
        long start = request.number("start", 0, Long.MAX_VALUE).orElse(0L);
        long end = request.number("end", 0, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        if (start > end) throw HttpError.badRequest("start " + start + " lies after end " + end);
        Optional<String> severity = request.word("severity", List.of("info", "low", "medium", "high"));
        return Response.array(array -> engine.addAll(
                array,
                view -> view.alerts(MOST_ALERTS),
                alerts -> alerts.filter(alert -> severity.isEmpty()
                                || alert.severity()
                                        .name()
                                        .toLowerCase(Locale.ROOT)
                                        .equals(severity.get()))
                        .map(views::timeline)
                        .filter(alert -> alert.timestamp() >= start && alert.timestamp() <= end)));
    }

    private List<Incident> all() throws HttpError {
        return engine.ask(view -> view.incidents(MOST));
    }

    private Response incidents(Request request) throws HttpError {
        long limit = request.number("limit", 1, MOST).orElse((long) USUAL);
        Optional<String> type = request.text("event_type");
        // Without a language model no incident is analysed.
        if (request.flag("analyzed").orElse(false)) return Response.ok(List.of());
        return Response.array(array -> engine.addAll(
                array,
                view -> view.incidents(MOST),
                incidents -> incidents
                        .filter(incident -> type.isEmpty() || type.get().equals(type(incident)))
                        .limit(limit)
                        .map(view())));
    }

    private Response incident(Request request) throws HttpError {
        String id = request.path().getOrDefault("id", "");
        Incident incident = engine.ask(view -> Optional.ofNullable(view.incident(id)))
                .orElseThrow(() -> HttpError.notFound("no incident \"" + id + "\" is known"));
        List<String> kept = bundles.find(id).map(IncidentRoutes::names).orElse(List.of());
        return Response.ok(views.incident(incident, kept));
    }

    /** {@return how incidents are shown, with the bundles there are now} */
    private Function<Incident, IncidentJson> view() {
        Map<String, List<String>> kept = new HashMap<>();
        for (Bundle bundle : bundles.list()) kept.putIfAbsent(bundle.incident(), names(bundle));
        return incident -> views.incident(incident, kept.getOrDefault(incident.id(), List.of()));
    }

    private static List<String> names(Bundle bundle) {
        return bundle.archives().stream().map(Bundle.Archive::name).toList();
    }

    private Response summary(Request request) throws HttpError {
        List<Incident> all = all();
        Map<String, Long> byType =
                all.stream().collect(Collectors.groupingBy(IncidentRoutes::type, TreeMap::new, Collectors.counting()));
        List<IncidentJson> recent = all.stream().limit(USUAL).map(view()).toList();
        return Response.ok(new IncidentSummaryJson(all.size(), 0, 0, byType, recent));
    }

    private Response stats(Request request) throws HttpError {
        List<Incident> all = all();
        OptionalDouble recovery = all.stream()
                .map(Views::recoveryMs)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .average();
        int firing =
                (int) all.stream().filter(i -> i.state() == AlertState.FIRING).count();
        return Response.ok(new IncidentStatsJson(
                all.size(), firing, 0, Explicit.of(recovery.isPresent() ? recovery.getAsDouble() : null), 0));
    }

    private static String type(Incident incident) {
        return incident.alerts().isEmpty() ? "" : incident.alerts().getFirst().rule();
    }
}
