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

    /**
     * {@return the page in the best format the reader takes}
     *
     * @param accept value of the Accept header; null when there is none
     */
    Page render(@Nullable String accept) throws Exception;
}
