package dev.linnix.cli.top;

import dev.linnix.cli.ExitCode;
import dev.linnix.cli.Terminal;
import dev.linnix.cli.http.AgentHttp;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** {@code linnix top}: picks how to show, and shows. */
public final class Top {
    private final Options options;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * What was asked for.
     *
     * @param agent whom to ask
     * @param interval between questions, more than 0
     * @param count readings to print before the end; 0 for no end
     * @param json whether to print JSON
     * @param colours whether the one who reads wants them
     */
    public record Options(AgentHttp agent, Duration interval, int count, boolean json, boolean colours) {}

    /**
     * Creates one.
     *
     * @param out standard output
     * @param err standard error
     */
    public Top(Options options, PrintStream out, PrintStream err) {
        this.options = options;
        this.out = out;
        this.err = err;
    }

    /**
     * Shows until it is told to end, or until as many readings are printed as were asked for.
     *
     * @return an {@link ExitCode}: no agent when it does not answer the first question, or a last one
     * @throws IOException when the terminal fails
     */
    public int run() throws IOException, InterruptedException {
        Source source = new AgentSource(options.agent);
        Model model = new Model(source.name(), options.interval);
        Reading first = Poller.ask(source);
        if (first.sample() == null) {
            err.println("linnix: no answer from " + source.name() + ": " + Cells.clean(first.failure()));
            return ExitCode.NO_AGENT;
        }
        boolean lines = options.json || options.count > 0 || !Terminal.isTerminal(0) || !Terminal.isTerminal(1);
        if (lines || "dumb".equals(System.getenv("TERM")) || System.getenv("TERM") == null) {
            return print(source, model, first, options.json ? new JsonReport(out) : new PlainReport(out));
        }
        model.accept(first);
        try (FullScreen screen = new FullScreen(out, options.colours)) {
            LiveTop live = new LiveTop(screen, model);
            try (Poller poller = new Poller(source, options.interval, live::read)) {
                poller.start();
                return live.run();
            }
        }
    }

    private int print(Source source, Model model, Reading first, Report report) throws InterruptedException {
        Reading reading = first;
        for (int printed = 1; ; printed++) {
            long start = System.nanoTime();
            model.accept(reading);
            report.show(model, Instant.now());
            // Whoever read the lines has had enough.
            if (out.checkError()) return ExitCode.FINE;
            if (printed == options.count) return model.silentSince() == null ? ExitCode.FINE : ExitCode.NO_AGENT;
            Duration rest = options.interval.minusNanos(System.nanoTime() - start);
            if (!rest.isNegative()) Thread.sleep(rest);
            reading = Poller.ask(source);
        }
    }
}
