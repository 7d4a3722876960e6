/** Who did it: offender selection over the tree of births. */
@NullMarked
package dev.linnix.engine.blame;

import org.jspecify.annotations.NullMarked;
