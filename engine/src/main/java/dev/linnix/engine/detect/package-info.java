/** Detectors: one class for each kind of failure. */
@NullMarked
package dev.linnix.engine.detect;

import org.jspecify.annotations.NullMarked;
