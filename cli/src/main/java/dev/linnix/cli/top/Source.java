package dev.linnix.cli.top;

import java.io.IOException;

/** Where samples come from. */
interface Source {
    /**
     * Asks once.
     *
     * @throws IOException with one clear sentence when there is no answer, or none that can be used
     */
    Sample fetch() throws IOException;

    /** {@return whom it asks, for people} */
    String name();
}
