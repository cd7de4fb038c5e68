/**
 * The conventions of the REST API ({@code rest.md}): error mapping, paging, preconditions, idempotency, compression.
 * <pre>
 * query ─▶ KnownParameters (strict, by RestCalls) ─▶ resource
 * Content-Type, Accept ─▶ MediaTypes (by RestCalls) ─▶ resource
 * body ─▶ RestJson (strict) ─▶ constraints (FieldRules) ─▶ resource ─┬─ Versions     ETag, If-Match
 *                                                                    ├─ Idempotency  Idempotency-Key
 *                                                                    └─ PageRequest  limit, cursor
 * resource ─▶ Compression (answers of Compressible calls)
 * any exception ─▶ ErrorMappers ─▶ an ErrorBody
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.rest;

import org.jspecify.annotations.NullMarked;
