/** What the agent asks of the host and of its own process: clocks, facts, cgroup paths, signals. */
@NullMarked
package dev.linnix.agent.host;

import org.jspecify.annotations.NullMarked;
