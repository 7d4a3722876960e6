package dev.linnix.agent;

import dev.linnix.agent.api.Json;
import dev.linnix.agent.api.json.ProbeJson;
import dev.linnix.agent.loop.Sources;
import dev.linnix.agent.loop.Supervised;
import dev.linnix.agent.sensor.RefusedException;
import dev.linnix.kernel.KernelException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Opens each source of data once and closes it again: what an agent would see on this host, without watching it. */
final class DryRun {
    private final Sources sources;
    private final PrintStream out;

    DryRun(Sources sources, PrintStream out) {
        this.sources = sources;
        this.out = out;
    }

    /**
     * Says of each source whether it can be had;
     *
     * @return whether all can
     */
    boolean loadAll() {
        boolean events = opens("events", sources::openRing);
        boolean tasks = opens("tasks", sources::openTasks);
        boolean pressure = opens("pressure", sources::openPressure);
        return events && tasks && pressure;
    }

    private boolean opens(String name, Supervised.Opener<? extends AutoCloseable> opener) {
        String reason = tryToOpen(opener);
        out.println(name + ": " + (reason.isEmpty() ? "can be had" : reason));
        return reason.isEmpty();
    }

    /** {@return why it cannot be had; empty when it can} */
    private static String tryToOpen(Supervised.Opener<? extends AutoCloseable> opener) {
        try (AutoCloseable opened = opener.open()) {
            return opened == null ? "nothing was opened" : "";
        } catch (KernelException | RefusedException e) {
            return String.valueOf(e.getMessage());
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** Prints where memory figures would come from, and whether the kernel describes its types, as one JSON object. */
    void probe(boolean btf) {
        boolean tasks = tryToOpen(sources::openTasks).isEmpty();
        out.println(new String(Json.bytes(new ProbeJson(tasks ? "iter:task" : "proc", btf)), StandardCharsets.UTF_8));
    }
}
