/** What the offender's threads do on the CPU and where they wait: stacks of the kernel, a CPU profile, Java's own view. */
@NullMarked
package dev.linnix.agent.evidence.profile;

import org.jspecify.annotations.NullMarked;
