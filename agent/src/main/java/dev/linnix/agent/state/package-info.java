/** The state directory: its lock, the heartbeat, and files below it. */
@NullMarked
package dev.linnix.agent.state;

import org.jspecify.annotations.NullMarked;
