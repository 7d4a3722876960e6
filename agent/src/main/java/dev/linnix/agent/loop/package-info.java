/** The threads that feed the engine: the engine's own, and the one that takes snapshots. */
@NullMarked
package dev.linnix.agent.loop;

import org.jspecify.annotations.NullMarked;
