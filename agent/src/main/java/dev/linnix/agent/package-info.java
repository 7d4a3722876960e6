/** The daemon: sensors, responders, API, supervision; it wires everything. */
@NullMarked
package dev.linnix.agent;

import org.jspecify.annotations.NullMarked;
