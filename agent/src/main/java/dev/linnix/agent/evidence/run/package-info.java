/** How collectors are run: helper processes with a deadline, files that are limited and redacted, and one thread for each. */
@NullMarked
package dev.linnix.agent.evidence.run;

import org.jspecify.annotations.NullMarked;
