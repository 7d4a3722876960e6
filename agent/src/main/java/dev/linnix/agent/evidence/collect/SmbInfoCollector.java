package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Collector;
import dev.linnix.agent.evidence.Commands;
import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;

/**
 * SMB shares that are mounted: options, open files, and what {@code smbinfo} says of the root of each. A share that does not
 * answer, or refuses, is not asked again.
 */
public final class SmbInfoCollector extends DescribedCollector {
    private static final int MOST_SHARES = 8;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** Never {@code keys}, which prints what encrypts the sessions. */
    private static final List<String> QUESTIONS = List.of("filebasicinfo", "filestandardinfo", "filefsfullsizeinfo");

    /** Creates it. */
    public SmbInfoCollector() {
        super(Facts.of(
                        Collector.Stage.SECOND,
                        "smbinfo",
                        "Mounted SMB shares: options, open files (/proc/fs/cifs/open_files), and what smbinfo says of the"
                                + " root of each, which asks the server.")
                .in(Facts.SMB)
                .within(LONGEST.multipliedBy(MOST_SHARES).plusSeconds(3))
                .needing("CAP_DAC_READ_SEARCH")
                .costing(Cost.MODERATE));
    }

    @Override
    public void collect(Scene scene, Output output) throws IOException, InterruptedException {
        List<Mount> shares =
                Mount.all(scene.proc()).stream().filter(Mount::isSmb).toList();
        if (shares.isEmpty()) {
            output.missing("SMB shares", "none is mounted");
            return;
        }
        try (OutputStream to = output.text("shares.txt")) {
            for (Mount share : shares) {
                Reading.write(to, share.source() + " on " + share.point() + " type " + share.type() + "\n");
                for (String option : share.options().split(",")) Reading.writeLatin(to, "    " + option + "\n");
            }
        }
        Reading.copyByHelper(
                scene,
                scene.proc().resolve("fs/cifs/open_files"),
                "open_files",
                "root",
                "this kernel does not have it",
                LONGEST,
                output);
        if (shares.size() > MOST_SHARES) {
            output.missing(shares.size() - MOST_SHARES + " shares", "only " + MOST_SHARES + " are asked");
        }
        try (OnDemand to = new OnDemand(output, "smbinfo.txt")) {
            for (Mount share : shares.subList(0, Math.min(shares.size(), MOST_SHARES))) ask(scene, share, to, output);
        } catch (NoSuchFileException e) {
            output.missing("smbinfo", "there is no program smbinfo (package cifs-utils)");
        }
    }

    private static void ask(Scene scene, Mount share, OnDemand to, Output output)
            throws IOException, InterruptedException {
        for (String question : QUESTIONS) {
            Reading.Memory answer = new Reading.Memory(64 * 1024);
            Commands.Result result = scene.commands().run(List.of("smbinfo", question, share.point()), answer, LONGEST);
            if (result.late()) {
                output.late("smbinfo of " + share.point());
                return;
            }
            Reading.write(to, "==> " + question + " " + share.point() + " <==\n");
            Reading.writeLatin(to, answer.text());
            Reading.write(to, result.ok() ? "\n" : "status " + result.exit() + ": " + result.error() + "\n");
            // It may write to its output why it failed, and end as if it had not.
            if (Reading.isDenied(result.error()) || Reading.isDenied(answer.text())) {
                output.denied("smbinfo of " + share.point(), "CAP_DAC_READ_SEARCH");
                return;
            }
        }
    }
}
