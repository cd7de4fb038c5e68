/**
 * Moving in from an original control server: its agents, gateways and tunnels become Control's, with the API keys that their clients have.
 *
 * <pre>
 * POST /api/import ─▶ ImportResource ─▶ MoveIn ─▶ ImportPlan ─▶ Agents, Gateways, TunnelBatch, in one transaction
 *                                         └─ KnownState: what Control has already
 * </pre>
 *
 * The plan decides the outcome of each row and changes nothing: a dry run is the plan alone. Rows are matched with stored objects by
 * the hash of the API key, then by the name; tunnels by their domain. Stored objects are never changed, so that an import can be
 * repeated; differences are reported.
 */
@NullMarked
package io.kakuremichi.control.movein;

import org.jspecify.annotations.NullMarked;
