package dev.linnix.cli.top;

import java.util.List;
import org.jline.utils.AttributedString;

/**
 * A whole screen.
 *
 * @param lines exactly as many as the screen has, none wider than it
 * @param shown what a key needs to know of it
 */
record Frame(List<AttributedString> lines, ViewState.Shown shown) {}
