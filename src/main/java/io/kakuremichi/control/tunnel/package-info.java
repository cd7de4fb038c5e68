/**
 * Tunnels: a public domain, the agent that serves it, and the target that the agent forwards to.
 * <pre>
 * POST, PATCH, DELETE ─▶ TunnelResource ─▶ Tunnels ─▶ TunnelRepository, and a Change in the same transaction
 * an agent's status message ─▶ TunnelReports ─▶ TunnelReport, shown next to the tunnel
 * </pre>
 *
 * <p>Terms: the <i>owner</i> of a tunnel is its agent; a <i>report</i> is the status that the owner last sent for it.
 */
@NullMarked
package io.kakuremichi.control.tunnel;

import org.jspecify.annotations.NullMarked;
