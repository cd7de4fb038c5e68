/**
 * The common part of agents and gateways: name, API key, WireGuard keys and their delivery.
 * <pre>
 * pending ──written to a socket──▶ delivered ──confirmed──▶ confirmed (Control's copy is deleted)
 *    ▲                                 │                        │
 *    └────────── rotation ─────────────┴────────────────────────┘        own: the client generated the pair
 * </pre>
 *
 * <p>Terms: an <i>offer</i> is the private key, or the request for a new pair, in a client's next configuration; a
 * client <i>adopts</i> its own pair by sending the public key.
 */
@NullMarked
package io.kakuremichi.control.client;

import org.jspecify.annotations.NullMarked;
