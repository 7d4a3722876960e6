/** Immutable copies that leave the engine: what responders, the API and the command line see. Thread-safe. */
@NullMarked
package dev.linnix.engine.model;

import org.jspecify.annotations.NullMarked;
