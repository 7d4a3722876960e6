package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The systemd journal within the window. */
public final class JournalCollector extends DescribedCollector {
    private static final int MOST_ENTRIES = 5000;

    /**
     * Kept in memory, as the journal is asked for its newest entries first, which is the only way to be sure of these, and
     * is told in the order of time.
     */
    private static final int MOST_BYTES = 2 << 20;

    /** What it prints where there is nothing to print. */
    private static final String NONE = "-- No entries --";

    private static final int LONGEST_LINE = 16 * 1024;
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** Creates it. */
    public JournalCollector() {
        super(Facts.of(
                        Collector.Stage.SECOND,
                        "journalctl",
                        "The journal within the window, its newest " + MOST_ENTRIES
                                + " entries or 2 MB of them, times in UTC: journalctl.")
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
                "--reverse",
                "--output=short-iso-precise",
                "--since=@" + scene.from().getEpochSecond(),
                "--until=@" + (scene.to().getEpochSecond() + 1),
                "--lines=" + (MOST_ENTRIES + 1)); // one more, by which the limit shows
        Newest newest = new Newest();
        Commands.Result result;
        try (Lines lines = new Lines(LONGEST_LINE, newest::take)) {
            result = scene.commands().run(command, lines, LONGEST);
        } catch (NoSuchFileException e) {
            output.missing("journal", "there is no program journalctl");
            return;
        } finally {
            newest.write(output); // also where it was interrupted
        }
        if (!judge(result, output) && newest.entries.isEmpty())
            output.missing("journal", "it has no entry of this time");
    }

    /** The entries that came first, of which some have several lines. */
    private static final class Newest {
        private final List<StringBuilder> entries = new ArrayList<>();
        private int bytes;
        private boolean more;

        boolean take(String line) {
            if (entries.isEmpty() && line.equals(NONE)) return true;
            boolean begins = entries.isEmpty() || !line.startsWith(" ");
            more = bytes + line.length() + 1 > MOST_BYTES || (begins && entries.size() == MOST_ENTRIES);
            if (more) return false;
            if (begins) entries.add(new StringBuilder(line));
            else entries.getLast().append('\n').append(line);
            bytes += line.length() + 1;
            return true;
        }

        void write(Output output) throws IOException {
            try (OnDemand to = new OnDemand(output, "journal.log")) {
                for (StringBuilder entry : entries.reversed()) Reading.writeLatin(to, entry + "\n");
            }
            if (!more) return;
            String oldest = entries.isEmpty() ? "" : entries.getLast().toString();
            output.missing("journal", "its entries before " + oldest.split("\\s", 2)[0] + " did not fit");
        }
    }

    /** {@return whether there was something to say} By what it writes to standard error, since its exit status is 0 when there is no journal too. */
    private static boolean judge(Commands.Result result, Output output) throws IOException {
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
        } else {
            return false;
        }
        return true;
    }
}
