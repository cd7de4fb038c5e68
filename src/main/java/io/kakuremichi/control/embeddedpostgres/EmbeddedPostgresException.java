package io.kakuremichi.control.embeddedpostgres;

import org.jspecify.annotations.Nullable;

/** The embedded database is not available; the message is one sentence for the person who started Control. */
public final class EmbeddedPostgresException extends RuntimeException {
    EmbeddedPostgresException(String sentence) {
        this(sentence, null);
    }

    EmbeddedPostgresException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
