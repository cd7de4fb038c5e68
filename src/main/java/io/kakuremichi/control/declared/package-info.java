/**
 * Declarative state: one document names agents, gateways and tunnels, and becomes real in one transaction, or nothing does.
 *
 * <pre>
 * POST /api/apply ─▶ DeclarationReader ─▶ Declaration ─┐
 *                    StoredState (rows, locked) ───────┼─▶ Planner ─▶ Plan ─▶ Applying ─▶ Agents, Gateways, TunnelBatch
 *                    LastDeclared (declared_state) ────┘    │                             and a Change each, in the same transaction
 *                                                           └─▶ faults of the whole document: 400
 * GET /api/export ─▶ ExportedDocument
 * </pre>
 *
 * <p>Terms: the <i>manager</i> is the name under which documents are applied; an object is <i>managed</i> by the manager of the document
 * that named it last; <i>prune</i> deletes what the manager has and the document no longer names.
 *
 * <p>Order: an advisory lock puts applies one after the other on all replicas. Rows are locked tunnels first, then agents, then gateways,
 * each by id, as a change of a tunnel does. A deadlock or a name taken meanwhile rolls back, and the apply is tried again.
 */
@NullMarked
package io.kakuremichi.control.declared;

import org.jspecify.annotations.NullMarked;
