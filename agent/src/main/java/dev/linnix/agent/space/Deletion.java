package dev.linnix.agent.space;

import java.util.Locale;

/**
 * Something was deleted to keep the limits.
 *
 * @param store it was in
 * @param item it was
 * @param reason why
 */
public record Deletion(String store, Store.Item item, Reason reason) {
    /** Which limit asked for it. */
    public enum Reason {
        /** The budget. */
        BUDGET,
        /** The longest time things are kept. */
        AGE,
        /** The largest number of things. */
        COUNT,
        /** What must stay free on the file system. */
        FLOOR;

        /** {@return the word for metrics and logs} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
