package dev.linnix.agent.api;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ends a request with an error response. */
final class HttpError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    /**
     * Creates the error.
     *
     * @param status HTTP status
     * @param error what went wrong, in a few words
     * @param detail what was expected, or why
     */
    HttpError(int status, String error, String detail) {
        super(error, null, false, false);
        this.status = status;
        this.detail = detail;
    }

    /** Adds a header to the response. */
    HttpError header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }

    Map<String, String> headers() {
        return headers;
    }

    static HttpError badRequest(String detail) {
        return new HttpError(400, "bad request", detail);
    }

    static HttpError unauthorized(String detail) {
        return new HttpError(401, "unauthorized", detail).header("WWW-Authenticate", "Bearer realm=\"linnix\"");
    }

    static HttpError forbidden(String detail) {
        return new HttpError(403, "forbidden", detail);
    }

    static HttpError notFound(String detail) {
        return new HttpError(404, "not found", detail);
    }

    /** Something that will not come back by itself. */
    static HttpError unavailable(String detail) {
        return new HttpError(503, "service unavailable", detail);
    }

    /** Whoever still waits when the agent stops waits in vain. */
    static HttpError stopping() {
        return unavailable("the agent stops");
    }

    /** Something that is worth another try. */
    static HttpError busy(String detail) {
        return unavailable(detail).header("Retry-After", "1");
    }
}
