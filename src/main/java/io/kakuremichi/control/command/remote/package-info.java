/**
 * Calls to the server's REST API.
 *
 * <pre>
 * Remote (options: which server, which token) ─▶ RestClient ─┬─ success ─▶ JSON
 *                                                    ▲        └─ error ─▶ Refusal ─▶ CommandFailure
 *              Pages (lists), Lookup (name to id) ───┘
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.command.remote;

import org.jspecify.annotations.NullMarked;
