/** Manual pages and shell completion, made from the commands themselves. */
@NullMarked
package dev.linnix.cli.manual;

import org.jspecify.annotations.NullMarked;
