package dev.linnix.agent.api;

import dev.linnix.agent.api.json.GraphJson;
import dev.linnix.agent.api.json.LiveJson;
import dev.linnix.agent.api.json.ProcessJson;
import dev.linnix.engine.model.ProcessInfo;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Processes: all, one, children, relatives, recent, live. */
final class ProcessRoutes {
    /** Most processes {@code /context} shows. */
    static final int MOST_RECENT = 1000;

    private final EngineQueries engine;
    private final Views views;
    private final Streams streams;
    private final LiveProcesses live;

    ProcessRoutes(EngineQueries engine, Views views, Streams streams, BodyBudget budget) {
        this.engine = engine;
        this.views = views;
        this.streams = streams;
        this.live = new LiveProcesses(budget, this::all);
    }

    List<Route> routes() {
        return List.of(
                Route.get("/processes", "Every process.")
                        .query(
                                "filter",
                                "string",
                                "cpu_pct:gt:N or mem_pct:gt:N, percent; also with > in place of :gt:")
                        .query(
                                "sort",
                                "string",
                                "cpu_pct:desc, cpu_pct:asc, mem_pct:desc or mem_pct:asc; default by pid")
                        .query("dead", "boolean", "true shows the remembered dead too")
                        .array(ProcessJson.class)
                        .answer(this::processes),
                Route.get("/processes/live", "Every process, again each 2 s, as event: processes.").stream(
                                LiveJson.class)
                        .answer(this::live),
                Route.get("/processes/{pid}", "One process: the living one, else the one that ended last.")
                        .path("pid", "integer", "in the initial PID namespace")
                        .object(ProcessJson.class)
                        .answer(this::process),
                Route.get("/ppid/{ppid}", "The living children of a process.")
                        .path("ppid", "integer", "of the parent")
                        .array(ProcessJson.class)
                        .answer(this::children),
                Route.get("/graph/{pid}", "A process with ancestors, siblings and descendants, at most 1000.")
                        .path("pid", "integer", "in the initial PID namespace")
                        .object(GraphJson.class)
                        .answer(this::graph),
                Route.get(
                                "/context",
                                "Processes whose fork, exec or end was seen, by their end or else start, the latest 1000.")
                        .array(ProcessJson.class)
                        .answer(this::context));
    }

    private void all(Response.Array array) throws HttpError, IOException {
        add(array, false, all -> all.sorted(ProcessList.BY_PID));
    }

    private void add(Response.Array array, boolean dead, UnaryOperator<Stream<ProcessInfo>> chosen)
            throws HttpError, IOException {
        engine.addAll(
                array, view -> view.processes(dead), all -> chosen.apply(all).map(views::process));
    }

    private Response processes(Request request) throws HttpError {
        ProcessList list = ProcessList.of(request, views);
        boolean dead = request.flag("dead").orElse(false);
        return Response.array(array -> add(array, dead, list::apply));
    }

    private Response process(Request request) throws HttpError {
        int pid = request.pathNumber("pid");
        ProcessInfo process = engine.ask(view -> Optional.ofNullable(view.process(pid)))
                .orElseThrow(() -> HttpError.notFound("no process " + pid + " is known"));
        return Response.ok(views.process(process));
    }

    private Response children(Request request) throws HttpError {
        int parent = request.pathNumber("ppid");
        return Response.array(array -> add(array, false, all -> all.filter(each -> each.parentPid() == parent)));
    }

    private Response graph(Request request) throws HttpError, IOException {
        int pid = request.pathNumber("pid");
        return engine.table(true, processes -> {
            GraphJson graph = new ProcessGraph(processes, views::group).around(pid);
            if (graph == null) throw HttpError.notFound("no process " + pid + " is known");
            return Response.ok(graph);
        });
    }

    private Response context(Request request) {
        return Response.array(array -> add(array, true, ProcessRoutes::recent));
    }

    private static Stream<ProcessInfo> recent(Stream<ProcessInfo> all) {
        List<ProcessInfo> told = all.filter(process -> !process.lastEvent().equals("snapshot"))
                .sorted(Comparator.comparingLong(ProcessRoutes::changedNs))
                .toList();
        return told.subList(Math.max(0, told.size() - MOST_RECENT), told.size()).stream();
    }

    private static long changedNs(ProcessInfo process) {
        return Objects.requireNonNullElse(process.exitNs(), process.process().startNs());
    }

    private @Nullable Response live(Request request) throws Exception {
        streams.serve(request.exchange(), live::send);
        return null;
    }
}
