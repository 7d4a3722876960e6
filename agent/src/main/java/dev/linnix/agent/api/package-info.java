/** The HTTP API: routes, checks and the alert stream. */
@NullMarked
package dev.linnix.agent.api;

import org.jspecify.annotations.NullMarked;
