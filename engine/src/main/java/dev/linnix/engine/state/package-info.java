/** The engine's state as bytes. */
@NullMarked
package dev.linnix.engine.state;

import org.jspecify.annotations.NullMarked;
