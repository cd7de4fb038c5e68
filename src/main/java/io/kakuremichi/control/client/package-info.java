/**
 * What agents and gateways have in common: name, API key, WireGuard keys and their delivery.
 *
 * <pre>
 * pending ──written to a socket──▶ delivered ──confirmed──▶ confirmed (Control's copy is deleted)
 *    ▲                                 │                        │
 *    └────────── rotation ─────────────┴────────────────────────┘        own: the client made the pair itself
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.client;

import org.jspecify.annotations.NullMarked;
