/** How the commands speak with an agent: requests, server-sent events, and the shapes of its answers. */
@NullMarked
package dev.linnix.cli.http;

import org.jspecify.annotations.NullMarked;
