package dev.linnix.agent.api;

import java.util.List;

/** Routes clients may know from elsewhere whose part is not in this version: each says why. */
final class AbsentRoutes {
    private static final String LLM = "there is no language model in this version, so there are no insights";
    private static final String BREAKER =
            "this version only tells: there is no circuit breaker, so there are no actions";
    private static final String ATTRIBUTION = "stall attribution between pods is not in this version";
    private static final String SLACK = "nothing is sent to Slack in this version, so nothing comes back from it";
    private static final String DASHBOARD = "there is no dashboard in this version; see /openapi.json for the routes";

    private AbsentRoutes() {}

    static List<Route> routes() {
        return List.of(
                absent(Route.get("/", "The dashboard."), DASHBOARD),
                absent(Route.get("/dashboard", "The dashboard."), DASHBOARD),
                absent(Route.get("/insights", "An analysis by a language model."), LLM),
                absent(
                        Route.get("/insights/recent", "The latest analyses.").query("limit", "integer", "1 to 200"),
                        LLM),
                absent(
                        Route.get("/insights/{id}", "One analysis.")
                                .path("id", "string", "of the analysis")
                                .query("format", "string", "html"),
                        LLM),
                absent(
                        Route.post("/insights/{id}/feedback", "Says whether an analysis was of use.")
                                .path("id", "string", "of the analysis"),
                        LLM),
                absent(Route.post("/api/feedback", "Says whether an analysis was of use."), LLM),
                absent(Route.post("/api/slack/interactions", "What somebody chose in Slack."), SLACK),
                absent(
                        Route.get("/attribution", "Who stalled a pod.")
                                .query("pod", "string", "the pod that was stalled")
                                .query("namespace", "string", "of that pod")
                                .query("window", "integer", "minutes")
                                .query("from", "integer", "Unix time, s")
                                .query("to", "integer", "Unix time, s")
                                .query("max_id", "integer", "leaves out what is newer")
                                .query("event", "string", "one stall"),
                        ATTRIBUTION),
                absent(Route.get("/actions", "What the circuit breaker proposes or did."), BREAKER),
                absent(Route.get("/actions/{id}", "One action.").path("id", "string", "of the action"), BREAKER),
                absent(
                        Route.post("/actions/{id}/approve", "Allows an action.").path("id", "string", "of the action"),
                        BREAKER),
                absent(
                        Route.post("/actions/{id}/reject", "Forbids an action.").path("id", "string", "of the action"),
                        BREAKER));
    }

    private static Route absent(Route.Builder route, String reason) {
        return route.answer(request -> {
            throw HttpError.unavailable(reason);
        });
    }
}
