package dev.linnix.agent.evidence.profile;

/**
 * How the samples were taken.
 *
 * @param subject the offender, e.g. {@code process 4242 (stress)}
 * @param hertz samples a second on each CPU
 * @param nanos how long
 * @param cpus that were watched
 * @param taken samples, the lost ones included
 * @param lost samples for which the ring had no room
 * @param ended whether it was over early, as the offender ended
 */
record Sampling(String subject, int hertz, long nanos, int cpus, long taken, long lost, boolean ended) {
    double seconds() {
        return nanos / 1e9;
    }

    /** {@return how many CPUs were kept busy} */
    double busyCpus() {
        return nanos == 0 ? 0 : taken / seconds() / hertz;
    }
}
