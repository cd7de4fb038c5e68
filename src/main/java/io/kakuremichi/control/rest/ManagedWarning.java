package io.kakuremichi.control.rest;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Warns those who change an object that a document declares, with a header of the response (RFC 9111, 5.5). */
@Singleton
public class ManagedWarning {
    private static final String HEADER = "Warning";

    private final CurrentVertxRequest request;

    ManagedWarning(CurrentVertxRequest request) {
        this.request = request;
    }

    /**
     * Adds the header if the object is managed. Called when everything else is done, so that no refusal has it.
     *
     * @param noun the kind of the object
     * @param managedBy the manager of the document that declares it; null without one
     */
    public void add(String noun, @Nullable String managedBy) {
        if (managedBy != null) {
            request.getCurrent()
                    .response()
                    .putHeader(
                            HEADER,
                            "299 - \"This %s is managed by %s, whose next apply may undo this change\""
                                    .formatted(noun, managedBy));
        }
    }
}
