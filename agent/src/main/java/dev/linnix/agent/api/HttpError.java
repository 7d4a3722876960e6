package dev.linnix.agent.api;

/** Ends a request with an error response. */
final class HttpError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String detail;

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

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }

    static HttpError badRequest(String detail) {
        return new HttpError(400, "bad request", detail);
    }

    static HttpError notFound(String detail) {
        return new HttpError(404, "not found", detail);
    }

    static HttpError busy(String detail) {
        return new HttpError(503, "service unavailable", detail);
    }
}
