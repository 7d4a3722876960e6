package dev.linnix.agent.space;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps things on disk that can make room for others. Thread-safe. */
public interface Store {
    /** {@return its name, for people and metrics} */
    String name();

    /** {@return everything that is finished, in no order} */
    List<Item> items();

    /** {@return bytes of allocated blocks that it takes whatever it keeps, such as its directory} */
    default long overhead() {
        return 0;
    }

    /**
     * Removes one.
     *
     * @return whether it is gone; not when it has become pinned or busy
     * @throws IOException when it cannot be removed
     */
    boolean delete(Item item) throws IOException;

    /** Looks at the disk again; called every few seconds. */
    default void refresh() {}

    /** {@return why nothing can be kept, in one sentence; null while it can; never waits for the disk} */
    default @Nullable String problem() {
        return null;
    }

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
