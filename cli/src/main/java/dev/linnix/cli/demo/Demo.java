package dev.linnix.cli.demo;

import dev.linnix.cli.Agent;
import dev.linnix.cli.CommandException;
import dev.linnix.cli.ExitCode;
import dev.linnix.cli.RuleFiles;
import dev.linnix.engine.rule.ParsedRules;
import dev.linnix.engine.rule.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs scenarios one after the other against an agent of its own. */
public final class Demo {
    private static final long READY_MILLIS = 20_000;
    private static final int KEPT_PORT = 3000;

    private final Options options;
    private final Report report;

    /**
     * What to do.
     *
     * @param home directory of the program, with {@code jvm.options} and {@code rules/}
     * @param scenarios in this order
     * @param inject whether faults are caused; if not, nothing may be detected
     * @param keep whether the agent goes on when the demo is over
     * @param patience how long a detection may take, seconds
     * @param record where to record it; null for nowhere, as it must be when the agent goes on
     * @param force whether a file that is there already is replaced
     * @param evidence where the bundles are to be put; null for nowhere
     * @param settle how long the agent watches before the first fault, seconds
     */
    public record Options(
            Path home,
            List<Scenario> scenarios,
            boolean inject,
            boolean keep,
            int patience,
            @Nullable Path record,
            boolean force,
            @Nullable Path evidence,
            int settle) {
        /** Copies the list. */
        public Options {
            scenarios = List.copyOf(scenarios);
        }
    }

    /**
     * Prepares a run.
     *
     * @param report told of everything as it happens
     */
    public Demo(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    /**
     * Runs. Nothing is left behind but the agent, and that only when it was to be kept.
     *
     * @return an {@link ExitCode}: fine when every fault was caught and the right process blamed
     * @throws IOException when a file or process of the demo's own cannot be had
     * @throws CommandException when it cannot be recorded, or there is no room for evidence where it is to be put
     */
    public int run() throws CommandException, IOException, InterruptedException {
        Path file = options.home().resolve("rules").resolve("demo.yaml");
        ParsedRules rules = RuleFiles.parse(file, false);
        if (rules.hasErrors()) {
            report.failed(
                    file + " has errors",
                    rules.problems().stream().map(Object::toString).toList());
            return ExitCode.PROBLEM;
        }
        if (options.evidence() != null) DemoEvidence.prepare(options.evidence());
        try (Cleanup cleanup = new Cleanup()) {
            Workspace workspace = Workspace.create();
            if (!options.keep()) cleanup.add(workspace);
            int port = AgentProcess.freePort(options.keep() ? KEPT_PORT : 0);
            AgentProcess agent =
                    AgentProcess.start(options.home(), file, workspace.path(), port, options.keep(), List.of());
            if (!options.keep()) cleanup.add(agent);
            try {
                agent.awaitReady(READY_MILLIS);
            } catch (NotReadyException e) {
                if (options.keep()) {
                    cleanup.add(workspace);
                    cleanup.add(agent);
                }
                report.failed(String.valueOf(e.getMessage()), e.log());
                return ExitCode.NO_AGENT;
            }
            report.started(agent.client().address(), agent.pid(), file);
            TimeUnit.SECONDS.sleep(options.settle());
            List<Verdict> verdicts = stage(agent, rules, workspace.path(), cleanup);
            report.finished(verdicts);
            if (options.keep()) report.kept(agent.client().address(), agent.pid(), workspace.path());
            return verdicts.stream().allMatch(Verdict::detected) ? ExitCode.FINE : ExitCode.PROBLEM;
        }
    }

    private List<Verdict> stage(AgentProcess agent, ParsedRules rules, Path directory, Cleanup cleanup)
            throws CommandException, IOException, InterruptedException {
        if (options.record() == null) return stageAll(agent, rules, directory, cleanup);
        Agent recorder = new Agent(agent.client().address(), agent.token());
        DemoRecording recording = cleanup.add(DemoRecording.start(recorder, options.record(), options.force()));
        List<Verdict> verdicts = stageAll(agent, rules, directory, cleanup);
        report.recorded(recording.finish());
        return verdicts;
    }

    private List<Verdict> stageAll(AgentProcess agent, ParsedRules rules, Path directory, Cleanup cleanup)
            throws CommandException, IOException, InterruptedException {
        DemoEvidence evidence =
                options.evidence() == null ? null : new DemoEvidence(directory.resolve("state"), options.evidence());
        AlertStream alerts = cleanup.add(new AlertStream(agent.client()));
        List<Verdict> verdicts = new ArrayList<>();
        for (Scenario scenario : options.scenarios()) {
            Injector injector = options.inject() ? cleanup.add(Injector.start(scenario, directory)) : null;
            try {
                report.injected(scenario, injector);
                Judge judge = new Judge(scenario, rulesOf(scenario, rules), injector);
                verdicts.add(await(judge, alerts));
                AlertSeen alert = verdicts.getLast().alert();
                if (evidence != null && alert != null && alert.incidentId() != null) {
                    evidence.awaitCollected(alert.incidentId());
                }
            } finally {
                if (injector != null) cleanup.close(injector);
            }
            report.judged(verdicts.getLast());
            if (!agent.isAlive()) throw new IOException("the agent ended meanwhile: " + agent.logTail());
        }
        if (evidence != null) report.collected(evidence.finish());
        return verdicts;
    }

    private static Set<String> rulesOf(Scenario scenario, ParsedRules rules) {
        return rules.rules().rules().stream()
                .filter(rule -> rule.detector().equals(scenario.detector()))
                .map(Rule::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Verdict await(Judge judge, AlertStream alerts) throws InterruptedException {
        long start = System.nanoTime();
        long patience = TimeUnit.SECONDS.toNanos(options.patience());
        while (true) {
            @Nullable AlertSeen alert = alerts.next(start + patience - System.nanoTime());
            double seconds = (System.nanoTime() - start) / 1e9;
            if (alert == null || judge.hear(alert)) return judge.verdict(seconds);
        }
    }
}
