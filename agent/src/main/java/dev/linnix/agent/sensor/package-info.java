/** Where records come from: the shared ring, task snapshots, pressure, counters of the kernel side, /proc. */
@NullMarked
package dev.linnix.agent.sensor;

import org.jspecify.annotations.NullMarked;
