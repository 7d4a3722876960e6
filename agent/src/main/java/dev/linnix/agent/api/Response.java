package dev.linnix.agent.api;

import dev.linnix.agent.api.json.ErrorJson;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A response, not yet made into bytes.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param content of the body, in UTF-8
 */
record Response(int status, String contentType, Content content) {
    static final String JSON = "application/json; charset=utf-8";

    static final String BYTES = "application/octet-stream";

    static final String EVENTS = "text/event-stream; charset=utf-8";

    /** Writes a body. */
    @FunctionalInterface
    interface Content {
        /** Called once, before anything is sent: it may still fail. */
        void writeTo(OutputStream out) throws HttpError, IOException;
    }

    /** Writes the elements of an array. */
    @FunctionalInterface
    interface Elements {
        /** Called once, before anything is sent: it may still fail. */
        void addTo(Array array) throws HttpError, IOException;
    }

    /** A JSON array that is written an element at a time, so that it is never there as a whole. */
    static final class Array {
        private final OutputStream out;
        private boolean first = true;

        Array(OutputStream out) {
            this.out = out;
        }

        void add(Object element) throws IOException {
            if (!first) out.write(',');
            first = false;
            out.write(Json.bytes(element));
        }

        /** Writes an array of these elements. */
        static void write(OutputStream out, Elements elements) throws HttpError, IOException {
            out.write('[');
            elements.addTo(new Array(out));
            out.write(']');
        }
    }

    static <T> Response ok(T value) {
        return json(200, value);
    }

    static <T> Response json(int status, T value) {
        return new Response(status, JSON, out -> out.write(Json.bytes(value)));
    }

    /** {@return an array of any length} */
    static Response array(Elements elements) {
        return new Response(200, JSON, out -> Array.write(out, elements));
    }

    static Response bytes(String contentType, byte[] body) {
        return new Response(200, contentType, out -> out.write(body));
    }

    static Response error(HttpError error) {
        return json(error.status(), new ErrorJson(String.valueOf(error.getMessage()), error.detail()));
    }
}
