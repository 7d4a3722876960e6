package dev.linnix.agent.evidence;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import java.io.IOException;
import java.util.List;

/** Makes the archives of bundles. Thread-safe; two archives of one bundle are never made at the same time. */
interface BundleMaker {
    /**
     * Runs collectors and writes what they found as one archive.
     *
     * @param phase 1 at once, 2 what takes seconds, 3 when it is over
     * @param incident as it is now
     * @param trigger the alert that began it
     * @param expected phases that are meant to follow
     * @throws IOException when it cannot be kept; the archives before are
     */
    void make(int phase, Incident incident, Alert trigger, List<Collector> collectors, List<Integer> expected)
            throws IOException;

    /** Ends what is being collected: what there is is written, and nothing is collected any more. */
    void cutShort();
}
