/**
 * Causes real failures with real processes and shows whether the agent catches each and names the right one. The agent
 * is a process of its own and knows nothing of this.
 */
@NullMarked
package dev.linnix.cli.demo;

import org.jspecify.annotations.NullMarked;
