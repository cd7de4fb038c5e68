/**
 * The start of the process, before and around Quarkus.
 *
 * <pre>
 * Server ─▶ StartChecks ─▶ embedded PostgreSQL, unless another database is configured ─▶ Quarkus
 * </pre>
 *
 * A start that must not happen ends with one sentence and exit code 1.
 */
@NullMarked
package io.kakuremichi.control.boot;

import org.jspecify.annotations.NullMarked;
