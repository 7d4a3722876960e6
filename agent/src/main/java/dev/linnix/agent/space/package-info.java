/** Space on disk: one budget for everything the agent keeps, room made before anything is written. */
@NullMarked
package dev.linnix.agent.space;

import org.jspecify.annotations.NullMarked;
