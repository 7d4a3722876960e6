package dev.linnix.cli.export;

/** Ids of tracks: the same for the same thing in each export, so that traces can be compared; pids alone are used again. */
final class Tracks {
    static final int CPU = 1;
    static final int MEMORY = 2;

    private Tracks() {}

    /**
     * {@return the id of a track of a process, never 0}
     *
     * @param what 0 for its life
     */
    static long of(int pid, long startNs, int what) {
        long id = mix(mix(startNs) ^ Integer.toUnsignedLong(pid) << 8 ^ what);
        return id == 0 ? 1 : id;
    }

    /** {@return the id of a track of the host} */
    static long ofHost(String name) {
        return of(-1, name.hashCode(), 0);
    }

    /** Finalizer of splitmix64 (Steele, Lea, Flood 2014): one to one, and each bit depends on each. */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
