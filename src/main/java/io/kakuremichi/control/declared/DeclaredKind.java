package io.kakuremichi.control.declared;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;

/** The kinds of objects that a document declares. */
@RegisterForReflection
enum DeclaredKind {
    @JsonProperty("agent")
    AGENT("name"),
    @JsonProperty("gateway")
    GATEWAY("name"),
    @JsonProperty("tunnel")
    TUNNEL("domain");

    private final String nameField;

    DeclaredKind(String nameField) {
        this.nameField = nameField;
    }

    /** The name in messages and in the audit. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field of the document that holds the list. */
    String plural() {
        return word() + "s";
    }

    /** The field that names an object. */
    String nameField() {
        return nameField;
    }

    /** Whether its changes need the role admin. */
    boolean isClient() {
        return this != TUNNEL;
    }
}
