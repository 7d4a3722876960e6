package dev.linnix.agent.api;

import dev.linnix.agent.api.json.ErrorJson;

/**
 * A whole response.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and handed over without a copy
record Response(int status, String contentType, byte[] body) {
    static final String JSON = "application/json; charset=utf-8";

    static <T> Response ok(T value) {
        return json(200, value);
    }

    static <T> Response json(int status, T value) {
        return new Response(status, JSON, Json.bytes(value));
    }

    static Response error(HttpError error) {
        return json(error.status(), new ErrorJson(String.valueOf(error.getMessage()), error.detail()));
    }
}
