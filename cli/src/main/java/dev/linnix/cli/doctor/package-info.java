/** {@code linnix doctor}: what this machine and its agent lack, and the command that mends each. */
@NullMarked
package dev.linnix.cli.doctor;

import org.jspecify.annotations.NullMarked;
