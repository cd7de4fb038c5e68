/**
 * Declarative state: one document names agents, gateways and tunnels, and is applied in one transaction, completely or not at all.
 *
 * <pre>
 * POST /api/apply ─▶ ApplyTurns ─▶ DeclarationReader ─▶ Declaration ─┐
 *                    StoredRows (locked) ─▶ StoredState ─────────────┼─▶ Planner ─▶ Plan ─▶ Applying ─▶ Agents, Gateways, TunnelBatch
 *                    LastDeclared (declared_state) ──────────────────┘    │                 and a Change each, in the same transaction
 *                                                                         └─▶ faults of the whole document: 400
 * GET /api/export ─▶ ExportedDocument
 * </pre>
 *
 * <p>Terms: the <i>manager</i> is the name under which documents are applied; an object is <i>managed</i> by the manager of the document
 * that named it last; <i>prune</i> deletes what the manager created and the document no longer names, and <i>releases</i> its other
 * managed objects: they stay, without a manager.
 *
 * <p>Order: {@link ApplyTurns} runs the applies of a replica one after the other, and an advisory lock those of all replicas. Rows are
 * locked in the order tunnels, agents, gateways, each by id, as a change of a tunnel does. After a deadlock, or when a name was taken
 * meanwhile, the transaction is rolled back and the apply is repeated.
 */
@NullMarked
package io.kakuremichi.control.declared;

import org.jspecify.annotations.NullMarked;
