/**
 * Who is online: written before a client hears that it is authenticated, kept alive by the replica's lease, and ended by
 * whoever notices first.
 *
 * <pre>
 * sessions ──arrive, leave──▶ Presence (one thread: group commit) ──▶ presence, replicas (tables) ◀── REST
 *          ◀──touches────────     every few seconds, one statement: last seen, lease, dead replicas
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.presence;

import org.jspecify.annotations.NullMarked;
