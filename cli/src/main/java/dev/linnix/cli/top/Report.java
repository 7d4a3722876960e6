package dev.linnix.cli.top;

import java.time.Instant;

/** Takes what is known after each reading. */
interface Report {
    /** Shows it. */
    void show(Model model, Instant now);
}
