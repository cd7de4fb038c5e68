/**
 * Subnets of agents, host numbers of gateways, WireGuard key pairs.
 * <pre>
 * pool 10.0.0.0/8 ─▶ agent subnet 10.1.0.0/24 ─┬─▶ agent    10.1.0.100
 *                                              └─▶ gateways 10.1.0.1, 10.1.0.2, … (same host number in every subnet)
 * </pre>
 *
 * <p>Terms: a <i>place</i> is an index into the plan, of a subnet for an agent or of a host number for a gateway. The
 * {@link io.kakuremichi.control.network.AddressPlan} maps places to addresses, and the {@link
 * io.kakuremichi.control.network.AddressBook} knows which are in use.
 */
@NullMarked
package io.kakuremichi.control.network;

import org.jspecify.annotations.NullMarked;
