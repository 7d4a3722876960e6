package dev.linnix.engine.table;

/** What blame is measured in, within a window: how much of the trouble each process caused itself. */
public interface Measure {
    /**
     * {@return the slot of {@link Measures} it counts in, so that it is 0 for every process with nothing there; -1 when it
     * counts something else}
     */
    default int slot() {
        return -1;
    }

    /**
     * {@return whether the one that accounts for most of it is to blame; false where it only shows who is affected, so that
     * the largest are listed and nobody is named}
     */
    default boolean accuses() {
        return true;
    }

    /** {@return M: what the process itself caused, 0 or more} */
    double own(ProcessNode node);

    /** {@return what forgotten descendants of it caused, 0 or more} */
    default double inherited(ProcessNode node) {
        return 0;
    }

    /**
     * A counter between two buckets.
     *
     * @param slot of {@link Measures}
     * @param from first bucket
     * @param to last bucket, included
     */
    record Counted(int slot, long from, long to) implements Measure {
        @Override
        public double own(ProcessNode node) {
            return node.caused(slot, from, to);
        }

        @Override
        public double inherited(ProcessNode node) {
            return node.inherited(slot, from, to);
        }
    }
}
