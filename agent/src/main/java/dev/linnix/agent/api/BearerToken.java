package dev.linnix.agent.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The secret that clients show as {@code Authorization: Bearer <token>}. Only its digest is kept, and digests are
 * compared in constant time, so that neither length nor content can be found out by timing. Thread-safe.
 */
final class BearerToken {
    private static final String SCHEME = "bearer ";

    private final byte[] digest;

    BearerToken(String token) {
        this.digest = digest(token);
    }

    /** {@return whether the headers show the token} */
    boolean isIn(@Nullable List<String> authorization) {
        if (authorization == null || authorization.size() != 1) return false;
        String value = authorization.getFirst();
        if (!value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) return false;
        return MessageDigest.isEqual(
                digest, digest(value.substring(SCHEME.length()).strip()));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
