package dev.linnix.cli;

import dev.linnix.cli.demo.Demo;
import dev.linnix.cli.demo.JsonReport;
import dev.linnix.cli.demo.Report;
import dev.linnix.cli.demo.Scenario;
import dev.linnix.cli.demo.TextReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linnix demo SCENARIO}. */
@Command(
        name = "demo",
        description = "Causes real failures with real processes, bounded and cleaned up, and shows "
                + "whether an agent of its own catches each and names the right process. "
                + "Exits 0 only when every one was.")
final class DemoCommand extends WithHelp implements Callable<Integer> {
    private static final String ALL = "all";
    private static final int PATIENCE = 30;
    private static final int PATIENCE_WITHOUT_FAULT = 10;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO",
            description = "all, fork-storm, memory-leak, cpu-spike, runaway-tree, short-jobs or fd-leak.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String scenario;

    @Option(names = "--json", description = "One JSON object a line and scenario.")
    private boolean json;

    @Option(names = "--no-color", description = "No colours, on a terminal neither.")
    private boolean noColor;

    @Option(names = "--keep", description = "Leave the agent running, on port 3000 if that is free.")
    private boolean keep;

    @Option(
            names = "--inject",
            paramLabel = "WHAT",
            description = "'faults' (the default), or 'none': the negative control, in which nothing may be detected.")
    private String inject = "faults";

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long a detection may take (default: 30).")
    private @Nullable Integer timeout;

    @Option(names = "--record", paramLabel = "FILE", description = "Record it, from before the first fault to the end.")
    private @Nullable Path record;

    @Option(names = "--force", description = "Replace the FILE of --record if it is there already.")
    private boolean force;

    @Option(
            names = "--evidence",
            paramLabel = "DIR",
            description = "Let each failure last until its evidence is collected, and put the bundles there.")
    private @Nullable Path evidence;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            description = "How long the agent watches before the first failure, so that recordings have a past "
                    + "(default: 0).")
    private int settle;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandException, IOException, InterruptedException {
        boolean faults = injectsFaults();
        int patience = timeout != null ? timeout : faults ? PATIENCE : PATIENCE_WITHOUT_FAULT;
        if (patience < 1 || patience > 60) throw usage("--timeout: expected 1 to 60 seconds, found " + patience);
        if (record != null && keep) throw usage("--record and --keep exclude each other");
        if (settle < 0 || settle > 600) throw usage("--settle: expected 0 to 600 seconds, found " + settle);
        List<Scenario> scenarios = scenarios();
        Report report = json ? new JsonReport(console.out(), console.err()) : new TextReport(console.view(!noColor));
        return new Demo(
                        new Demo.Options(home(), scenarios, faults, keep, patience, record, force, evidence, settle),
                        report)
                .run();
    }

    private boolean injectsFaults() {
        return switch (inject) {
            case "faults" -> true;
            case "none" -> false;
            default -> throw usage("--inject: expected 'faults' or 'none', found '" + inject + "'");
        };
    }

    private List<Scenario> scenarios() {
        if (scenario.equals(ALL)) return List.of(Scenario.values());
        List<String> words = Stream.concat(
                        Stream.of(ALL), Arrays.stream(Scenario.values()).map(Scenario::word))
                .toList();
        return Arrays.stream(Scenario.values())
                .filter(one -> one.word().equals(scenario))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> usage("no scenario '" + scenario + "'; there are " + String.join(", ", words)));
    }

    private static Path home() {
        String home = System.getProperty("linnix.home");
        if (home == null) throw new IllegalStateException("linnix.home is not set; the launcher sets it");
        return Path.of(home);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
