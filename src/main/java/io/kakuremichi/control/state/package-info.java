/**
 * Hints about state outside of the change log: presence, reports of tunnels, replicas.
 * <pre>
 * presence, tunnel ──ids──▶ StateHints ──NOTIFY, once a second──▶ PostgreSQL ──▶ feed's Listener of every replica ──▶ StateReceiver
 * </pre>
 * A hint names what was written; its receiver reads the tables. Hints are sent only while some replica has readers of events, which it
 * announces by hints of its own ({@link io.kakuremichi.control.state.StateHint.Wanted}).
 */
@NullMarked
package io.kakuremichi.control.state;

import org.jspecify.annotations.NullMarked;
