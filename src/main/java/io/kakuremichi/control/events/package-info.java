/**
 * Events for people and their tools: {@code /api/events} ({@code events.md}).
 * <pre>
 * ChangeFeed ──EventFeed──▶ EventChain ◀──EventStates, once a second── tables ◀─ names which ─ hints of all replicas
 *                               │ (bytes, serialised once)
 *                          EventLanes: wake each event loop once
 *                               ▼
 *                          EventReader ──▶ socket, as fast as it takes
 *                               ▲
 * EventsResource ──▶ EventReaders ──▶ EventReplay: older changes from the log, then the chain
 * </pre>
 * Each event is serialised once and appended to a linked list, the <i>chain</i>. A reader holds its position in it, and writes the links
 * behind that position while the queue of its socket has room. So a slow reader costs neither others nor memory of its own: it only
 * holds the part of the chain that it has not sent, which is limited, and shared with all others.
 *
 * <p>A writer wakes event loops, not readers, so its work does not grow with readers. The sequencer takes no part: the feed appends a
 * change after the topology contains it.
 */
@NullMarked
package io.kakuremichi.control.events;

import org.jspecify.annotations.NullMarked;
