/**
 * Makes the OpenAPI document complete, while the program is built: what follows from a call's form is written by filters instead
 * of by annotations on each method.
 *
 * <pre>
 * resources: paths, parameters, bodies, @Operation, @APIResponseSchema ─┐
 * META-INF/openapi.yaml: examples, limits, meaning of fields, errors ───┴─▶ merged ─▶ RolesInOpenApi    who may call
 *                                                                                    AnswersInOpenApi  errors, headers
 *                                                                                    SchemasInOpenApi  required, null
 *                                                                                       ▼
 *                                                     target/openapi/openapi.yaml, and /q/openapi on the management port
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.openapi;

import org.jspecify.annotations.NullMarked;
