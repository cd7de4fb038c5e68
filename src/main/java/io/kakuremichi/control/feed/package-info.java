/**
 * The way from a committed change to every replica's topology.
 *
 * <pre>
 * resource ──CDI event──▶ ChangeLog ──row + NOTIFY, in the resource's transaction──▶ PostgreSQL
 *                                                                                        │ hint
 *                     Sequencer ◀──load, apply── ChangeFeed ◀──reads after its revision──┘
 * </pre>
 *
 * A notification is only a hint: the feed reads the log after the revision it has, also every few seconds and after
 * every reconnect. A lost notification or a cut connection delays a change, and loses none.
 */
@NullMarked
package io.kakuremichi.control.feed;

import org.jspecify.annotations.NullMarked;
