package dev.linnix.agent.api;

import org.jspecify.annotations.Nullable;

/** Gives the page a Prometheus server reads. Thread-safe. */
@FunctionalInterface
public interface PrometheusPage {
    /**
     * A page.
     *
     * @param contentType of it
     * @param body in UTF-8; handed over, not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(String contentType, byte[] body) {}

    /** The page cannot be had now. */
    final class Unavailable extends Exception {
        private static final long serialVersionUID = 1L;

        /** Creates the exception with the sentence of its cause. */
        public Unavailable(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * {@return the page in the best format the reader takes}
     *
     * @param accept value of the Accept header; null when there is none
     * @throws Unavailable when the engine does not answer now
     */
    Page render(@Nullable String accept) throws Unavailable;
}
