/** The shapes of alerts and incidents in JSON, the same on the API and in recordings: records only, and who makes them. */
@NullMarked
package dev.linnix.recording.json;

import org.jspecify.annotations.NullMarked;
