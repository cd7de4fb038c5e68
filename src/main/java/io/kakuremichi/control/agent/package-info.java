/**
 * Agents, the clients next to the published services: entity, rules and REST resource.
 *
 * <pre>
 * POST, DELETE ─▶ AgentResource ─▶ Agents ─▶ Agent, and a Change in the same transaction
 * </pre>
 *
 * An agent gets a subnet at its creation and keeps it. The deletion of an agent deletes its tunnels, each with a change of
 * its own.
 */
@NullMarked
package io.kakuremichi.control.agent;

import org.jspecify.annotations.NullMarked;
