package dev.linnix.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures Linnix and prints each figure beside its limits and its yardstick. */
@Command(
        name = "linnix bench",
        description = "Measures, side by side with the yardsticks. Exits with 1 when a must is missed.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
    private static final List<Benchmark> ALL = List.of(
            new CaptureBenchmark(),
            new IdleBenchmark(),
            new BusyBenchmark(),
            new MemoryBenchmark(),
            new OverheadBenchmark(),
            new DrainBenchmark(),
            new EngineBenchmark(),
            new ReplayBenchmark(),
            new SustainedBenchmark(),
            new AlertBenchmark(),
            new EvidenceBenchmark(),
            new SpaceBenchmark(),
            new StartBenchmark(),
            new FloodBenchmark(),
            new SoakBenchmark());

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "Benchmarks to run; all but soak when none is named.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "One line of JSON per figure.")
    private boolean json;

    @Option(names = "--quick", description = "As short as still works: proves the way, measures nothing.")
    private boolean quick;

    @Option(names = "--minutes", defaultValue = "60", description = "Length of soak (default: ${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--list", description = "Lists the benchmarks.")
    private boolean list;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the program. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /** {@return 0 when every must holds, 1 when one is missed or could not be measured, 2 for wrong arguments} */
    static int run(PrintStream out, PrintStream err, String... args) {
        return new CommandLine(new Main(out, err)).execute(args);
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            for (Benchmark each : ALL) out.println(String.format("%-10s %s", each.name(), each.summary()));
            return 0;
        }
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            Benchmark found =
                    ALL.stream().filter(b -> b.name().equals(name)).findFirst().orElse(null);
            if (found == null) {
                err.println("unknown benchmark " + name + "; there are "
                        + String.join(", ", ALL.stream().map(Benchmark::name).toList()));
                return 2;
            }
            chosen.add(found);
        }
        if (chosen.isEmpty()) ALL.stream().filter(Benchmark::byDefault).forEach(chosen::add);
        return measure(chosen);
    }

    private int measure(List<Benchmark> chosen) throws IOException {
        String head = Report.head(Machine.now(), Jvm.flags());
        (json ? err : out).println(head);
        Bench bench = new Bench(quick, minutes, err);
        Thread cleaner = new Thread(bench::close);
        Runtime.getRuntime().addShutdownHook(cleaner);
        boolean failed = false;
        try (bench) {
            for (Benchmark benchmark : chosen) {
                int before = bench.figures().size();
                try {
                    benchmark.run(bench);
                } catch (Exception e) {
                    if (e instanceof InterruptedException)
                        Thread.currentThread().interrupt();
                    String why = e.getMessage() == null ? e.toString() : e.getMessage();
                    bench.report(
                            Figure.of(benchmark.name(), benchmark.summary(), "").note(why));
                }
                List<Figure> figures =
                        bench.figures().subList(before, bench.figures().size());
                failed |= figures.stream().anyMatch(figure -> figure.verdict().fails());
                if (json) figures.forEach(figure -> out.println(Report.json(figure)));
            }
            if (!json) out.println(Report.table(bench.figures()));
        }
        Runtime.getRuntime().removeShutdownHook(cleaner);
        return failed ? 1 : 0;
    }
}
