package dev.linnix.cli;

import dev.linnix.cli.top.Top;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code linnix top}. */
@Command(
        name = "top",
        description = "Shows what a running agent sees: whether it can be believed, pressure, incidents, "
                + "and the tree of processes sorted by the resource at fault. Full screen on a "
                + "terminal, a block of lines for each interval anywhere else; with --json an object a line.",
        footer = {
            "",
            "Keys: q quit; c m f d sort by CPU, memory, forks, file descriptors;",
            "a sort by the resource at fault; / filter; arrows, PgUp and PgDn scroll;",
            "Tab chooses an incident; i or Enter shows its numbers, Esc goes back;",
            "p pause; ? help.",
            "",
            "Exits 0 when told to end, 2 when the command line makes no sense, 3 when the",
            "agent does not answer. Times are UTC. NO_COLOR turns colours off.",
        })
final class TopCommand extends AgentCommand {
    private static final double SHORTEST = 0.2;
    private static final double LONGEST = 60;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "Time between questions, 0.2 to 60 (default: 1).")
    private double interval = 1;

    @Option(names = "--count", paramLabel = "N", description = "Print N blocks of lines, then end.")
    private @Nullable Integer count;

    @Option(names = "--once", description = "The same as --count 1.")
    private boolean once;

    TopCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Agent agent, Terminal terminal) throws CommandException, IOException {
        if (!(interval >= SHORTEST && interval <= LONGEST)) {
            throw usage("--interval: expected 0.2 to 60 seconds, found " + interval);
        }
        Duration pause = Duration.ofMillis(Math.round(interval * 1000));
        Top.Options options = new Top.Options(agent.http(), pause, blocks(), json(), colours());
        agent.get("/healthz"); // so that who cannot be asked is told of as by every other command
        try {
            return new Top(options, console.out(), console.err()).run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitCode.FINE;
        }
    }

    private int blocks() {
        if (once && count != null) throw usage("--once and --count exclude each other");
        if (once) return 1;
        if (count == null) return 0;
        if (count < 1) throw usage("--count: expected 1 or more, found " + count);
        return count;
    }
}
