/** The audit log: what the agent was told and what it did, for those who have to know. */
@NullMarked
package dev.linnix.agent.audit;

import org.jspecify.annotations.NullMarked;
