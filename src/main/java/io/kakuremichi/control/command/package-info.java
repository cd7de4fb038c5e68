/**
 * The command line: one program that is the server and, for people and scripts, a client of its REST API.
 *
 * <pre>
 * Main ─┬─ no arguments, serve ─▶ boot.ControlServer                 the only way that starts Quarkus
 *       └─ all others ─▶ CommandTree ─▶ AgentCommand, EnrollCommand, …   picocli and the JDK's HTTP client only
 *                            ▲               ├─▶ remote: calls to the REST API
 *                            │               └─▶ output: tables, JSON, streams, environment
 *             exit code ◀─ CommandFailure
 * </pre>
 *
 * {@code restore} needs no server: it writes to the database directly. A {@link
 * io.kakuremichi.control.command.output.CommandFailure} that a command throws becomes its message and exit code. Commands have no
 * constructor with parameters, because the framework would treat them as beans.
 */
@NullMarked
package io.kakuremichi.control.command;

import org.jspecify.annotations.NullMarked;
