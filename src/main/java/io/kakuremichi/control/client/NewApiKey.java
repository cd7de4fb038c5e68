package io.kakuremichi.control.client;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A client's new key, shown only in this response. */
@RegisterForReflection
public record NewApiKey(String apiKey) {
    /** Without the key. */
    @Override
    public String toString() {
        return "NewApiKey[]";
    }
}
