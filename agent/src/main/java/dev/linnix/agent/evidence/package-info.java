/** Evidence: what is collected when something fails, by whom, and how it becomes a bundle. */
@NullMarked
package dev.linnix.agent.evidence;

import org.jspecify.annotations.NullMarked;
