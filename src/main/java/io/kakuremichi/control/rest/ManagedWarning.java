package io.kakuremichi.control.rest;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import java.util.List;
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
     * Adds the header if tunnels are deleted with their agent that documents of others declare.
     *
     * @param managers those of the tunnels
     */
    public void addForTunnels(List<String> managers) {
        managers.forEach(
                manager -> add("Tunnels of this agent were managed by %s, whose next apply may undo their deletion"
                        .formatted(manager)));
    }

    /**
     * Adds the header if the object is managed. Called when everything else is done, so that no refusal has it.
     *
     * @param noun the kind of the object
     * @param managedBy the manager of the document that declares it; null without one
     */
    public void add(String noun, @Nullable String managedBy) {
        if (managedBy != null) {
            add("This %s is managed by %s, whose next apply may undo this change".formatted(noun, managedBy));
        }
    }

    private void add(String text) {
        request.getCurrent().response().headers().add(HEADER, "299 - \"%s\"".formatted(text));
    }
}
