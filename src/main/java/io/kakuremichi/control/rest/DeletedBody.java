package io.kakuremichi.control.rest;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What a DELETE answers. */
@RegisterForReflection
public record DeletedBody(String message) {}
