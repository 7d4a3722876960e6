package dev.linnix.agent.evidence.profile;

/**
 * How the samples were taken.
 *
 * @param subject the offender, e.g. {@code process 4242 (stress)}
 * @param hertz samples a second on each CPU
 * @param nanos how long
 * @param cpus that were watched
 * @param lost samples for which the ring had no room
 * @param ended whether it was over early, as the offender ended
 */
record Sampling(String subject, int hertz, long nanos, int cpus, long lost, boolean ended) {
    double seconds() {
        return nanos / 1e9;
    }

    /** {@return how many CPUs so many samples mean} */
    double busyCpus(long samples) {
        return nanos == 0 ? 0 : samples / seconds() / hertz;
    }
}
