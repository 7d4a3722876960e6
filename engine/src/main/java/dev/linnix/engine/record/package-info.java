/** The bytes every input of the engine is made of, and the flyweights that read and write them. */
@NullMarked
package dev.linnix.engine.record;

import org.jspecify.annotations.NullMarked;
