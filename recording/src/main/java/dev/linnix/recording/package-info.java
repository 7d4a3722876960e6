/** Recordings of the engine's inputs: written, read and replayed. No threads. */
@NullMarked
package dev.linnix.recording;

import org.jspecify.annotations.NullMarked;
