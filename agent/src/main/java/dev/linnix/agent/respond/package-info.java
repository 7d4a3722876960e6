/** What is done with alerts: each responder has a bounded queue and a thread of its own. */
@NullMarked
package dev.linnix.agent.respond;

import org.jspecify.annotations.NullMarked;
