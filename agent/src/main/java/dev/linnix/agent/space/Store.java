package dev.linnix.agent.space;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Keeps things on disk that can make room for others. Thread-safe. */
public interface Store {
    /** {@return its name, for people and metrics} */
    String name();

    /** {@return everything that is finished, in no order} */
    List<Item> items();

    /** Removes one; it is no error when it is gone. */
    void delete(Item item) throws IOException;

    /**
     * Something that is kept.
     *
     * @param id unique within its store
     * @param bytes of allocated blocks
     * @param made when
     * @param cause things of the same cause have the same
     * @param pinned whether a person said that it must stay
     * @param busy whether it is being added to or handed out: it must stay for now
     */
    record Item(String id, long bytes, Instant made, String cause, boolean pinned, boolean busy) {}
}
