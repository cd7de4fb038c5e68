/**
 * Who is online: written before a client hears that it is authenticated, kept alive by the replica's lease, and ended by
 * whoever notices first.
 *
 * <pre>
 * sessions ──arrive, leave──▶ Presence (one thread: group commit) ──▶ presence, replicas (tables) ◀── REST
 *          ◀──touches────────     every few seconds: the lease, what was seen, dead replicas
 *          ◀──moves──────────     whose row has a newer session by now ◀── also notified, by way of the feed
 * </pre>
 *
 * <p>A replica without a row in {@code replicas} is dead. Whoever sees its lease run out deletes it and takes its sessions
 * offline; one that was only slow finds its lease gone, and asserts them again. A replica that stops hands its lease back with a
 * grace, so that a client which comes back elsewhere in time was never offline.
 */
@NullMarked
package io.kakuremichi.control.presence;

import org.jspecify.annotations.NullMarked;
