/** The rules in force and their reload. */
@NullMarked
package dev.linnix.agent.rules;

import org.jspecify.annotations.NullMarked;
