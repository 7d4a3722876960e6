package dev.linnix.agent.space;

/**
 * Space on disk that was reserved before it is written to. Belongs to what is being made; when that is finished its store
 * takes over what it takes, and the claim is closed. Confined to one thread.
 */
public interface Claim extends AutoCloseable {
    /**
     * Reserves more, making room if need be.
     *
     * @param bytes of allocated blocks
     * @throws NoSpaceException when that is impossible; what was reserved stays so
     */
    void more(long bytes) throws NoSpaceException;

    /** {@return bytes reserved} */
    long bytes();

    /** Gives back what is beyond so many bytes. */
    void keep(long bytes);

    /** Gives everything back. */
    @Override
    void close();
}
