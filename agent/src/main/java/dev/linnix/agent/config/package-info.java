/** The configuration file and the command line. */
@NullMarked
package dev.linnix.agent.config;

import org.jspecify.annotations.NullMarked;
