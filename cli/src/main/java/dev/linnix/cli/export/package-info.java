/** Recordings in the formats of others: JSON lines, and traces for Perfetto. */
@NullMarked
package dev.linnix.cli.export;

import org.jspecify.annotations.NullMarked;
