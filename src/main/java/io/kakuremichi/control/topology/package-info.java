/**
 * The in-memory read model of everything clients are told, and the configurations assembled from it.
 *
 * <pre>
 * feed ──load, apply──▶ Sequencer (one thread) ──▶ Topology ──notices──▶ Audience (the sessions)
 * sessions ──execute──▶     "
 * </pre>
 *
 * What clients are told of a change follows from the change alone ({@link io.kakuremichi.control.topology.Notice}), so it is the same for
 * those who are connected and for those who missed it: the newest changes are remembered, from the log after a start.
 *
 * <p>The sequencer's thread alone touches a {@link io.kakuremichi.control.topology.Topology}. Whatever it runs sees every change up
 * to one revision and none after it, which is what puts each change either into a client's configuration or behind it.
 */
@NullMarked
package io.kakuremichi.control.topology;

import org.jspecify.annotations.NullMarked;
