/**
 * Gateways, the public entry nodes: entity, rules and REST resource.
 *
 * <pre>
 * POST, PATCH, DELETE ─▶ GatewayResource ─▶ Gateways ─▶ Gateway, and a Change in the same transaction
 * publicIp of auth    ─▶ GatewayAddresses ─▶ the same
 * </pre>
 *
 * A gateway gets a host number at its creation, which is the same in every agent's subnet.
 */
@NullMarked
package io.kakuremichi.control.gateway;

import org.jspecify.annotations.NullMarked;
