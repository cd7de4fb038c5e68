/**
 * Completes the OpenAPI document at build time. Filters add what follows from the form of an operation, instead of
 * annotations on each method.
 * <pre>
 * resources: paths, parameters, bodies, @Operation, @APIResponseSchema ─┐
 * META-INF/openapi.yaml: examples, limits, meaning of fields, errors ───┴─▶ merged ─▶ RolesInOpenApi    required roles
 *                                                                                    AnswersInOpenApi  errors, headers
 *                                                                                    SchemasInOpenApi  required, null
 *                                                                                       ▼
 *                                                     target/openapi/openapi.yaml, and /q/openapi on the management port
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.openapi;

import org.jspecify.annotations.NullMarked;
