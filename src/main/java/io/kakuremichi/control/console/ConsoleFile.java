package io.kakuremichi.control.console;

import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A file of the console, in one or two encodings.
 *
 * @param type its media type
 */
record ConsoleFile(String type, Content plain, @Nullable Content gzip) {
    static ConsoleFile of(String name, byte[] content, byte @Nullable [] gzip) {
        return new ConsoleFile(type(name), Content.of(content), gzip == null ? null : Content.of(gzip));
    }

    /** The type by the extension of the name. Browsers must not guess another one. */
    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            case "json" -> "application/json";
            default -> "application/octet-stream";
        };
    }

    /**
     * The bytes of one encoding.
     *
     * @param tag the {@code ETag}, by content
     */
    record Content(Buffer bytes, String tag) {
        private static final int TAG_BYTES = 12;

        static Content of(byte[] bytes) {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
                var tag = HexFormat.of().formatHex(digest, 0, TAG_BYTES);
                return new Content(Buffer.buffer(bytes), "\"" + tag + "\"");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
