package io.kakuremichi.control.client;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A client's new key, shown this once. */
@RegisterForReflection
public record NewApiKey(String apiKey) {}
