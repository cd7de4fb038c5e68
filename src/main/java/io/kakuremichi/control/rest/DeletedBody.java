package io.kakuremichi.control.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The response body of a DELETE. */
@RegisterForReflection
public record DeletedBody(String message) {}
