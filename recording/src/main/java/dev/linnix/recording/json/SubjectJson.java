package dev.linnix.recording.json;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What an alert is about.
 *
 * @param scope {@code host}, {@code subtree} or {@code process}
 * @param process root of the subtree or the process; absent for the host
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record SubjectJson(String scope, @Nullable ProcessRefJson process) {}
