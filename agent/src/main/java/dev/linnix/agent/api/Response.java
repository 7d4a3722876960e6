package dev.linnix.agent.api;

/**
 * A whole response; JSON always.
 *
 * @param status HTTP status
 * @param body UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and handed over without a copy
record Response(int status, byte[] body) {
    static <T> Response ok(T value) {
        return new Response(200, Json.bytes(value));
    }

    static Response error(HttpError error) {
        return new Response(
                error.status(),
                Json.bytes(
                        new dev.linnix.agent.api.json.ErrorJson(String.valueOf(error.getMessage()), error.detail())));
    }
}
