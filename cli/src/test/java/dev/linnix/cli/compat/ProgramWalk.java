package dev.linnix.cli.compat;

import dev.linnix.cli.Console;
import dev.linnix.cli.Main;
import dev.linnix.cli.compat.LiveAgent.Outcome;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs each command line as people did. */
final class ProgramWalk implements AutoCloseable {
    /** How the programs say that they do not do a thing any more: the reason is what follows, to the end of its clause. */
    private static final Pattern DROPPED = Pattern.compile("(?:is|was) dropped:? ([^;\n]+)");

    private static final long PATIENCE_SECONDS = 20;

    private final Surface surface;
    private final LiveAgent agent;
    private final Misses misses;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Line, Future<Outcome>> following = new LinkedHashMap<>();

    /** A command line of the description. */
    private record Line(String program, String what, String run, List<String> prints, List<String> exits) {
        static Line of(String program, Map<String, Object> properties) {
            Object exits = properties.getOrDefault("exits", List.of(0));
            return new Line(
                    program,
                    properties.get("what").toString(),
                    properties.get("run").toString(),
                    Surface.texts(properties.get("prints")),
                    Surface.texts(exits));
        }
    }

    ProgramWalk(Surface surface, LiveAgent agent, Misses misses) {
        this.surface = surface;
        this.agent = agent;
        this.misses = misses;
    }

    /** Starts what goes on as long as somebody reads; {@return how many there are} */
    int follow(Map<String, String> meanings) {
        each(properties -> Boolean.TRUE.equals(properties.get("follows")))
                .forEach(line -> following.put(line, threads.submit(() -> ask(line, meanings))));
        return following.size();
    }

    /**
     * Runs the rest and looks at all.
     *
     * @param meanings of the words that stand for something
     */
    void walk(Map<String, String> meanings) throws Exception {
        for (var entry : following.entrySet()) judge(entry.getKey(), entry.getValue(), meanings);
        for (Line line : each(properties -> !properties.containsKey("follows"))) {
            judge(line, threads.submit(() -> ask(line, meanings)), meanings);
        }
        Outcome outcome = inside(List.of(), console -> Main.run(console, "demo", "no-such-demo"));
        for (Object demo : surface.list("demos")) {
            if (!outcome.err().contains(demo.toString())) misses.different("--demo", demo.toString(), outcome.err());
        }
    }

    private List<Line> each(java.util.function.Predicate<Map<String, Object>> wanted) {
        List<Line> lines = new ArrayList<>();
        surface.named("programs")
                .forEach((program, list) -> Surface.things(Surface.list(list)).stream()
                        .filter(wanted)
                        .forEach(properties -> lines.add(Line.of(program, properties))));
        return lines;
    }

    private void judge(Line line, Future<Outcome> future, Map<String, String> meanings) throws Exception {
        Outcome outcome;
        try {
            outcome = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            misses.different(line.program, line.what, "does not print " + line.prints);
            return;
        }
        Matcher dropped = DROPPED.matcher(outcome.err());
        if (outcome.status() == 2 && dropped.find()) {
            misses.dropped(line.program, line.what, dropped.group(1).strip());
            return;
        }
        List<String> missing = Heard.missing(
                outcome.out() + outcome.err(),
                line.prints.stream().map(word -> meant(word, meanings)).toList());
        if (!missing.isEmpty()) misses.different(line.program, line.what, "does not print " + missing);
        if (!line.exits.contains(String.valueOf(outcome.status()))) {
            misses.different(
                    line.program,
                    line.what,
                    "\"" + line.run + "\" exits " + outcome.status() + ": " + outcome.err() + outcome.out());
        }
    }

    private Outcome ask(Line line, Map<String, String> meanings) throws Exception {
        List<String> args = List.of(meant(line.run, meanings).split(" "));
        if (line.program.equals("cognitod")) return agent.run("dev.linnix.agent.Main", Map.of(), args);
        List<String> words = new ArrayList<>(List.of(line.program));
        words.addAll(args);
        List<String> awaited =
                line.prints.stream().map(word -> meant(word, meanings)).toList();
        return inside(awaited, console -> Compat.run(console, words.toArray(String[]::new)));
    }

    private interface Program {
        int run(Console console);
    }

    private static Outcome inside(List<String> awaited, Program program) {
        Heard out = new Heard(awaited);
        Heard err = new Heard(List.of());
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("LINNIX_API_TOKEN", LiveAgent.TOKEN),
                false,
                Path.of("/nonexistent"));
        int status = program.run(console);
        return new Outcome(status, out.toString(), err.toString());
    }

    static String meant(String text, Map<String, String> meanings) {
        String meant = text;
        for (var meaning : meanings.entrySet()) meant = meant.replace(meaning.getKey(), meaning.getValue());
        return meant;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
