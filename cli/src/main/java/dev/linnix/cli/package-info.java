/** Commands for people. */
@NullMarked
package dev.linnix.cli;

import org.jspecify.annotations.NullMarked;
