/** The life of alerts and incidents: pending, firing, resolved, withdrawn; cooldown; what belongs together. */
@NullMarked
package dev.linnix.engine.incident;

import org.jspecify.annotations.NullMarked;
