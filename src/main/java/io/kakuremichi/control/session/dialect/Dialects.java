package io.kakuremichi.control.session.dialect;

import io.kakuremichi.control.protocol.FlatCodec;
import jakarta.inject.Singleton;

/** Selects the dialect that a client speaks. */
@Singleton
public class Dialects {
    private final EnvelopeDialect envelope;
    private final FlatDialect flat;

    Dialects(EnvelopeDialect envelope, FlatDialect flat) {
        this.envelope = envelope;
        this.flat = flat;
    }

    /** Returns the dialect for a client that has not sent anything yet. */
    public Dialect standard() {
        return envelope;
    }

    /** Returns the dialect that a client's first message shows. */
    public Dialect of(String firstMessage) {
        return FlatCodec.recognises(firstMessage) ? flat : envelope;
    }
}
