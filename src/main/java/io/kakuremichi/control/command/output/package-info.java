/**
 * What a command reads from its environment and prints: {@link io.kakuremichi.control.command.output.Shell} has the streams and
 * variables, {@link io.kakuremichi.control.command.output.Format} prints responses as a table, as JSON or for scripts, and {@link
 * io.kakuremichi.control.command.output.CommandFailure} ends a command with a message and an exit code. {@link
 * io.kakuremichi.control.command.output.PartialFile} writes a file as a whole. Sends nothing.
 */
@NullMarked
package io.kakuremichi.control.command.output;

import org.jspecify.annotations.NullMarked;
