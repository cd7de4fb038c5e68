/**
 * The read model of everything that clients receive, in memory, and the configurations derived from it.
 * <pre>
 * feed ──load, apply──▶ Sequencer (one thread) ──▶ Topology ──Notices──▶ Audience (the sessions)
 * sessions ──execute──▶     │                        └──▶ ConfigViews, FlatViews: a client's configuration
 * </pre>
 * The notices for a change depend on the change alone ({@link io.kakuremichi.control.topology.Notice}). So connected
 * clients and resuming clients get the same; the recent changes are kept in memory, and read from the log after a
 * start.
 *
 * <p>Only the sequencer's thread touches a {@link io.kakuremichi.control.topology.Topology}. A task on it sees every
 * change up to one revision and no later one. Each change is therefore either part of a client's configuration or sent
 * after it.
 *
 * <p>Terms: the <i>audience</i> receives notices; a <i>notice</i> is the effect of one change on clients; the
 * <i>wanted</i> revision of a client is the newest one that concerns it.
 */
@NullMarked
package io.kakuremichi.control.topology;

import org.jspecify.annotations.NullMarked;
