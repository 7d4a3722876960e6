package dev.linnix.recording;

/** Holds a replay back, so that it goes on as slowly as what it replays. */
@FunctionalInterface
public interface Pacer {
    /** As fast as it can. */
    Pacer NONE = elapsedNs -> {};

    /**
     * Returns no earlier than {@code elapsedNs} after the first call, which it is 0 for. Called before each tick that is
     * replayed; the time in which no agent ran is left out.
     *
     * @param elapsedNs event time since the first call, never less than before
     * @throws InterruptedException ends the replay
     */
    void await(long elapsedNs) throws InterruptedException;
}
