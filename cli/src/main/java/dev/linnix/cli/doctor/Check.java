package dev.linnix.cli.doctor;

import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/**
 * What one look found.
 *
 * @param group {@code machine} or {@code agent}
 * @param name of the check
 * @param state {@code ok}, {@code warning} or {@code problem}
 * @param finding one sentence
 * @param fix a command, or what else to do; null when nothing is to be done
 */
@Json
record Check(
        String group,
        String name,
        String state,
        String finding,
        @Nullable String fix) {
    static final String OK = "ok";
    static final String WARNING = "warning";
    static final String PROBLEM = "problem";

    static Check ok(String group, String name, String finding) {
        return new Check(group, name, OK, finding, null);
    }

    static Check warning(String group, String name, String finding, @Nullable String fix) {
        return new Check(group, name, WARNING, finding, fix);
    }

    static Check problem(String group, String name, String finding, @Nullable String fix) {
        return new Check(group, name, PROBLEM, finding, fix);
    }
}
