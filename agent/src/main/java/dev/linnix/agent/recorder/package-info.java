/**
 * The flight recorder: what the engine was given in the last minutes, on disk, so that what came before an alert is never
 * lost. The engine's thread copies each input into a chunk of a bounded pool and never waits; a thread of its own redacts,
 * compresses and writes.
 */
@NullMarked
package dev.linnix.agent.recorder;

import org.jspecify.annotations.NullMarked;
