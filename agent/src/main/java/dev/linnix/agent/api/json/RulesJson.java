package dev.linnix.agent.api.json;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules in force.
 *
 * @param file they were read from, or {@code built-in}
 * @param imported file of AODv2 whose rules are in force too; absent when there is none
 * @param loaded when, RFC 3339, UTC
 * @param active how many
 * @param reloads that put other rules in force
 * @param lastReload {@code ok}, or {@code rejected}: then the rules from before are still in force
 * @param problems of the last file read, one sentence each
 * @param blind rules that cannot fire on this host at present, with the reason in one sentence, by name
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record RulesJson(
        String file,
        @Nullable String imported,
        String loaded,
        int active,
        long reloads,
        String lastReload,
        List<String> problems,
        Map<String, String> blind) {}
