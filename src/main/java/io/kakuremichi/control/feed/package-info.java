/**
 * The way from a committed change to every replica's topology.
 *
 * <pre>
 * resource ──CDI event──▶ ChangeLog ──row + NOTIFY, in the resource's transaction──▶ PostgreSQL ──NOTIFY──▶ Listener
 *                             │ hint, after the commit                                   │                      │ hint
 *                             ▼                                                          │                      ▼
 *                           Hints ──▶ ChangeFeed ◀──────reads after its revision─────────┘                    Hints
 *                                         │ load, apply
 *                                         ▼
 *                                     Sequencer
 * </pre>
 *
 * Both are only hints: the feed reads the log after the revision it has, also every few seconds and after every reconnect. A
 * lost one or a cut connection delays a change, and loses none.
 *
 * <p>What the feed follows is one history. A server that takes no writes may be a standby that is behind, and is not followed.
 * When the database turns out to hold another history (restored, or failed over to a standby that missed the last changes), the
 * topology is read anew under a new epoch, by which sessions and clients tell.
 */
@NullMarked
package io.kakuremichi.control.feed;

import org.jspecify.annotations.NullMarked;
