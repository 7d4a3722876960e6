package dev.linnix.cli.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told of a demo as it goes on, in this order. Confined to one thread. */
public interface Report {
    /** The agent is ready. */
    void started(URI address, long pid, Path rules);

    /** A scenario began; {@code suspect} is null when nothing is injected. */
    void injected(Scenario scenario, @Nullable Suspect suspect);

    /** A scenario is over and nothing of it left. */
    void judged(Verdict verdict);

    /** All that happened is recorded; one sentence. */
    void recorded(String sentence);

    /** What was collected of the failures. */
    void collected(List<Path> archives);

    /** All scenarios are over. */
    void finished(List<Verdict> verdicts);

    /** The agent goes on. */
    void kept(URI address, long pid, Path directory);

    /** The demo could not begin. */
    void failed(String reason, List<String> details);
}
