package dev.linnix.agent.evidence.collect;

import dev.linnix.agent.evidence.Output;
import dev.linnix.agent.evidence.Scene;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Copies files of {@code /proc}. */
abstract class FilesCollector extends DescribedCollector {
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final List<Source> sources;

    /**
     * One file.
     *
     * @param path below {@code /proc}
     * @param name in the collector's folder
     * @param needs what it takes to read it
     * @param absent why it may be absent; empty when that is not worth a word
     * @param helper whether reading it may wait for something
     */
    record Source(String path, String name, String needs, String absent, boolean helper) {
        /** A file that everyone may read and that not every kernel has. */
        static Source of(String path) {
            return new Source(path, path.substring(path.lastIndexOf('/') + 1), "root", "", false);
        }
    }

    FilesCollector(Facts facts, List<Source> sources) {
        super(facts);
        this.sources = sources;
    }

    @Override
    public final void collect(Scene scene, Output output) throws IOException, InterruptedException {
        for (Source source : sources) {
            var file = scene.proc().resolve(source.path());
            if (source.helper()) {
                Reading.copyByHelper(scene, file, source.name(), source.needs(), source.absent(), LONGEST, output);
            } else {
                Reading.copy(file, source.name(), source.needs(), source.absent(), output);
            }
        }
    }
}
