/** How the engine's state is written down at one moment, and taken up again from there. */
@NullMarked
package dev.linnix.engine.state;

import org.jspecify.annotations.NullMarked;
