/**
 * The start of the process, before and around Quarkus.
 * <pre>
 * command.Main ─▶ ControlServer
 *   EarlyConfig      the sources that Quarkus will read: system properties, variables, files
 *   StartChecks ─┬─▶ SettingNames       every name in every source is one of a setting
 *                ├─▶ SettingRules       every value is allowed
 *                ├─▶ CertificateFiles   certificate, key and authorities fit
 *                └─▶ DatabaseProbe.of   the URL is one of PostgreSQL
 *   Ports            none is in use
 *   embedded PostgreSQL, or DatabaseProbe.check of another database
 *   Quarkus ─▶ CertificateReload, which checks certificates that are read again
 * </pre>
 * What prevents the start ends the process with one sentence ({@link io.kakuremichi.control.boot.StartFailure}) and exit code 1.
 *
 * <p>{@link io.kakuremichi.control.boot.StopLimit} bounds the stop, {@link io.kakuremichi.control.boot.PreloadedClasses} loads the classes
 * that it needs; the database ends the process when it can't be kept running.
 */
@NullMarked
package io.kakuremichi.control.boot;

import org.jspecify.annotations.NullMarked;
