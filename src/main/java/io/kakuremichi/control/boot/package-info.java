/**
 * The start of the process, before and around Quarkus.
 * <pre>
 * command.Main ─▶ ControlServer ─▶ StartChecks ─▶ embedded PostgreSQL, unless another database is configured ─▶ Quarkus
 * </pre>
 * A setting that prevents the start ends the process with one sentence and exit code 1.
 */
@NullMarked
package io.kakuremichi.control.boot;

import org.jspecify.annotations.NullMarked;
