package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;

/** The systemd journal within the window. */
public final class JournalCollector extends DescribedCollector {
    private static final String LINES = "5000";
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** Creates it. */
    public JournalCollector() {
        super(Facts.of(
                        Collector.Stage.SECOND,
                        "journalctl",
                        "The journal within the window, its newest " + LINES + " lines, times in UTC: journalctl.")
                .in(Facts.DEFAULT, Facts.MEMORY, Facts.SMB)
                .within(LONGEST.plusSeconds(1))
                .most(4 << 20)
                .needing("CAP_DAC_READ_SEARCH")
                .costing(Cost.MODERATE));
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        List<String> command = List.of(
                "journalctl",
                "--no-pager",
                "--output=short-iso-precise",
                "--since=@" + scene.from().getEpochSecond(),
                "--until=@" + (scene.to().getEpochSecond() + 1),
                "--lines=" + LINES);
        try (OnDemand to = new OnDemand(output, "journal.log")) {
            Commands.Result result = scene.commands().run(command, to, LONGEST);
            judge(result, output);
        } catch (NoSuchFileException e) {
            output.missing("journal", "there is no program journalctl");
        }
    }

    /** By what it writes to standard error, since its exit status is 0 when there is no journal too. */
    static void judge(Commands.Result result, Output output) throws IOException {
        if (result.error().contains("No journal files were")) {
            output.missing("journal", "no journal files were found");
        } else if (result.error().contains("not seeing messages")
                || result.error().contains("insufficient perm")) {
            output.denied(
                    "messages of the system and of other users", "CAP_DAC_READ_SEARCH, or the group systemd-journal");
        } else if (result.late()) {
            output.late("journalctl");
        } else if (!result.ok()) {
            throw new IOException("journalctl ended with status " + result.exit() + ": "
                    + result.error().strip());
        }
    }
}
