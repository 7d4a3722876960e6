/** Recordings: making them, replaying them, and trying rules on them. */
@NullMarked
package dev.linnix.cli.replay;

import org.jspecify.annotations.NullMarked;
