/** The command lines of Linnix 0.x, for whoever has them in scripts. */
@NullMarked
package dev.linnix.cli.compat;

import org.jspecify.annotations.NullMarked;
