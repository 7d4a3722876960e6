/** Commands that ask an agent and show what it answers. */
@NullMarked
package dev.linnix.cli.ask;

import org.jspecify.annotations.NullMarked;
