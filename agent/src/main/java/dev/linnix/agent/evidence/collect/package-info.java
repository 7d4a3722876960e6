/** The collectors that come with the agent, and those that a configuration defines. */
@NullMarked
package dev.linnix.agent.evidence.collect;

import org.jspecify.annotations.NullMarked;
