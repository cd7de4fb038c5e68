package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.FlatCodec;
import jakarta.inject.Singleton;

/** The dialects there are, and which one a client speaks. */
@Singleton
class Dialects {
    private final EnvelopeDialect envelope;
    private final FlatDialect flat;

    Dialects(EnvelopeDialect envelope, FlatDialect flat) {
        this.envelope = envelope;
        this.flat = flat;
    }

    /** What is spoken with a client that has not said anything. */
    Dialect standard() {
        return envelope;
    }

    /** What a client speaks, by the first thing it says. */
    Dialect of(String firstFrame) {
        return FlatCodec.recognises(firstFrame) ? flat : envelope;
    }
}
