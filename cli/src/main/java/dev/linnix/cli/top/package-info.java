/**
 * The view of a running agent, {@code linnix top}. What comes from the agent ({@link dev.linnix.cli.top.Source}) and what
 * the keyboard says goes into a model; the views turn the model into lines without knowing of a terminal; {@link
 * dev.linnix.cli.top.FullScreen} shows them on one, {@link dev.linnix.cli.top.PlainReport} prints them.
 */
@NullMarked
package dev.linnix.cli.top;

import org.jspecify.annotations.NullMarked;
