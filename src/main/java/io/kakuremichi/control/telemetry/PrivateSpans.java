package io.kakuremichi.control.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import jakarta.inject.Singleton;

/**
 * Removes queries from spans before the export, because a query may contain a client's key, even on unknown paths.
 * Client upgrades create no spans, by configuration.
 */
@Singleton
class PrivateSpans implements SpanProcessor {
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final String REMOVED = "";

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getAttribute(QUERY) != null) {
            span.setAttribute(QUERY, REMOVED);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // Nothing to do: the attributes were removed at the start.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
