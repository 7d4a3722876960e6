/** The deterministic state machine: same records in, same alerts and incidents out. No I/O, no clock, no threads. */
@NullMarked
package dev.linnix.engine;

import org.jspecify.annotations.NullMarked;
