package dev.linnix.agent.evidence;

import dev.linnix.engine.model.Alert;
import dev.linnix.engine.model.Incident;
import java.io.IOException;
import java.util.List;

/** Makes bundles. Thread-safe; what it makes is used by one thread at a time. */
interface BundleMaker {
    /**
     * Begins the bundle of an incident.
     *
     * @throws IOException when it cannot be kept
     */
    Making begin(Incident incident, Alert trigger) throws IOException;

    /** A bundle that is being made. */
    interface Making extends AutoCloseable {
        /**
         * Runs collectors and writes what they found as one archive.
         *
         * @param phase 1, 2 or 3
         * @param incident as it is now
         * @param collectors none of them may have run in a phase before, but for 3
         * @param expected phases that are meant to follow
         * @throws IOException when it cannot be written; the archives before are kept
         */
        void phase(int phase, Incident incident, List<Collector> collectors, List<Integer> expected)
                throws IOException, InterruptedException;

        /** Nothing more comes. */
        @Override
        void close();
    }
}
