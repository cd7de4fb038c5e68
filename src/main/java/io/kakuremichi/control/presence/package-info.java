/**
 * Which clients are online. A client is online before it gets {@code auth_success}, stays online as long as its replica renews its
 * lease, and goes offline when its connection ends or another replica finds the lease expired.
 *
 * <pre>
 * sessions ──arrive, leave──▶ Presence (bounded queue) ──▶ PresenceWriter (one thread, group commit)
 *                                                              │ ArrivalStatement, PresenceTable, Leases
 *          ◀──touched, reported── every few seconds ───────────┤
 *          ◀──takeovers───────── rows with a newer session ◀───┤  (also notified, through the feed)
 *                                                              ▼
 *                                        tables presence, replicas ◀── read by the package clientapi
 * </pre>
 *
 * <p>A replica without a row in {@code replicas} is dead. The first replica that finds a lease expired deletes it and takes its
 * sessions offline. A replica that was only slow finds its own lease deleted, and writes its sessions online again. A replica that
 * stops shortens its lease to some seconds, so that a client which connects to another replica meanwhile is never offline.
 */
@NullMarked
package io.kakuremichi.control.presence;

import org.jspecify.annotations.NullMarked;
