package dev.linnix.agent;

import dev.linnix.agent.config.CommandLine;
import dev.linnix.agent.config.Config;
import dev.linnix.agent.config.ConfigException;
import dev.linnix.agent.config.ConfigLoader;
import dev.linnix.agent.config.LoadedConfig;
import dev.linnix.agent.host.CpuShare;
import dev.linnix.agent.host.Host;
import dev.linnix.agent.host.Signals;
import dev.linnix.agent.log.LineLoggerFinder;
import dev.linnix.kernel.BootClock;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The daemon. Exit status: 0 after SIGTERM or SIGINT, 1 when the host does not let it start or a check found something, 2
 * when options, configuration or rules are wrong, {@value Fatal#STATUS} when a part of it failed in a way nobody foresaw.
 */
public final class Main {
    /** Longest time from the signal to the end, ms. */
    private static final long LONGEST_STOP_MILLIS = 1800;

    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    private Main() {}

    /** Runs until a signal ends it, and exits. */
    public static void main(String[] args) {
        int status = run(List.of(args));
        // Nothing is left to be done: threads that hang in a read of somebody else's must not keep us.
        Runtime.getRuntime().halt(status);
    }

    /** {@return the exit status} */
    public static int run(List<String> args) {
        PrintStream out = ConfigMain.utf8(FileDescriptor.out);
        if (CommandLine.wantsHelp(args)) {
            out.print(CommandLine.USAGE);
            out.flush();
            return 0;
        }
        Fatal.install();
        // The JVM takes as long to link native calls as we take to read configuration and rules: both at once.
        Thread.ofPlatform().daemon().name("linnix-link").start(BootClock::nowNs);
        try {
            CommandLine line = CommandLine.read(args);
            LoadedConfig loaded = ConfigLoader.load(line, System.getenv());
            if (line.mode() == CommandLine.Mode.CHECK_CONFIG) return ConfigCheck.run(loaded, line.json(), out);
            Config config = loaded.config();
            LineLoggerFinder.threshold(config.logLevel());
            loaded.problems().forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning.withoutLevel()));
            KernelSources sources = new KernelSources(config.ringBytes());
            return switch (line.mode()) {
                case DRY_RUN -> new DryRun(sources, out).loadAll() ? 0 : 1;
                case PROBE_ONLY -> {
                    new DryRun(sources, out).probe(Host.read().btf());
                    yield 0;
                }
                default -> watch(config, sources);
            };
        } catch (ConfigException e) {
            return refuse(e);
        }
    }

    private static int refuse(ConfigException e) {
        e.problems().forEach(problem -> System.err.println("linnix agent: " + problem));
        return 2;
    }

    private static int watch(Config config, KernelSources sources) {
        sources.openEarly();
        CpuShare.raise().ifPresent(refusal -> LOG.log(System.Logger.Level.INFO, refusal));
        CountDownLatch stop = new CountDownLatch(1);
        Runnable end = () -> {
            haltIfSlow();
            stop.countDown();
        };
        Signals.on("TERM", end);
        Signals.on("INT", end);
        try {
            Agent agent = Agent.start(config, sources);
            Signals.on("HUP", agent::reloadRules);
            stop.await();
            agent.close();
            LOG.log(System.Logger.Level.INFO, "stopped");
            return 0;
        } catch (ConfigException e) {
            return refuse(e);
        } catch (IOException | RuntimeException e) {
            System.err.println("linnix agent: " + (e.getMessage() == null ? e : e.getMessage()));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** A part that hangs must not make the service manager kill us: what it held is lost either way. */
    private static void haltIfSlow() {
        Thread.ofPlatform().daemon().name("linnix-halt").start(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(LONGEST_STOP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            LOG.log(System.Logger.Level.WARNING, "a part of the agent did not stop in time; it is abandoned");
            Runtime.getRuntime().halt(0);
        });
    }
}
