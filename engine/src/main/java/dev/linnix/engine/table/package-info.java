/** What the engine knows of the host: processes, their lineage, and what each of them caused in the last minute. */
@NullMarked
package dev.linnix.engine.table;

import org.jspecify.annotations.NullMarked;
