/**
 * Subnets of agents, host numbers of gateways, WireGuard key pairs.
 *
 * <pre>
 * pool 10.0.0.0/8 ─▶ agent subnet 10.1.0.0/24 ─┬─▶ agent    10.1.0.100
 *                                              └─▶ gateways 10.1.0.1, 10.1.0.2, … (same host number in every subnet)
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.network;

import org.jspecify.annotations.NullMarked;
