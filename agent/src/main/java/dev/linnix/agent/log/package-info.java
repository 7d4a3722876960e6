/** One log line for each message, as journald likes it. */
@NullMarked
package dev.linnix.agent.log;

import org.jspecify.annotations.NullMarked;
