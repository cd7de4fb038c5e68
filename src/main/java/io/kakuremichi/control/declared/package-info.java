/**
 * Declarative state: one document names agents, gateways and tunnels, and becomes real in one transaction, or nothing does.
 *
 * <pre>
 * POST /api/apply ─▶ ApplyTurns ─▶ DeclarationReader ─▶ Declaration ─┐
 *                    StoredState (rows, locked) ─────────────────────┼─▶ Planner ─▶ Plan ─▶ Applying ─▶ Agents, Gateways, TunnelBatch
 *                    LastDeclared (declared_state) ──────────────────┘    │                 and a Change each, in the same transaction
 *                                                                         └─▶ faults of the whole document: 400
 * GET /api/export ─▶ ExportedDocument
 * </pre>
 *
 * <p>Terms: the <i>manager</i> is the name under which documents are applied; an object is <i>managed</i> by the manager of the document
 * that named it last; <i>prune</i> deletes what the manager made and the document no longer names, and <i>releases</i> what else it manages:
 * that stays, without a manager.
 *
 * <p>Order: {@link ApplyTurns} puts the applies of a replica one after the other, and an advisory lock those of all replicas. Rows are locked
 * tunnels first, then agents, then gateways, each by id, as a change of a tunnel does. A deadlock or a name taken meanwhile rolls back, and the
 * apply is tried again.
 */
@NullMarked
package io.kakuremichi.control.declared;

import org.jspecify.annotations.NullMarked;
