/**
 * Carries each committed change to every replica's topology.
 * <pre>
 * resource ──CDI event──▶ ChangeLog ──row + NOTIFY, in the resource's transaction──▶ PostgreSQL ──NOTIFY──▶ Listener
 *                             │ hint, after the commit                                   │                      │ hint
 *                             ▼                                                          │                      ▼
 *                           Hints ──▶ ChangeFeed ◀──────reads after its revision─────────┘                    Hints
 *                                         │ load, apply
 *                                         ▼
 *                                     Sequencer
 * </pre>
 * Both ways are only hints. The feed reads the log after its own revision on each hint, every few seconds, and after
 * each reconnect. A lost notification or a cut connection delays a change but never loses one.
 *
 * <p>Terms: a <i>history</i> is a sequence of revisions, identified by its <i>epoch</i>. A restored database, or a
 * failover to a standby that missed the last changes, starts another history. The feed then loads the topology again
 * under a new epoch, by which sessions and clients recognise it. The <i>head</i> is the newest committed revision. The
 * feed does not follow a server that accepts no writes, because it may be a standby that lags.
 */
@NullMarked
package io.kakuremichi.control.feed;

import org.jspecify.annotations.NullMarked;
