/**
 * REST of clients: what agents and gateways have in common.
 *
 * <pre>
 * AgentResource, GatewayResource ──▶ ClientCalls ──▶ entities (Panache), ClientKeys, Change events
 *                                        │
 *                                        ▼
 *                     ClientStates: the table presence, and the revisions that topology wants
 * ClientsResource ──▶ ConnectedClients: who is connected to which replica
 * </pre>
 *
 * <p>A resource names its {@link io.kakuremichi.control.clientapi.ClientKind kind} and has what is special about it: paths, documented
 * answers, fields and addresses.
 */
@NullMarked
package io.kakuremichi.control.clientapi;

import org.jspecify.annotations.NullMarked;
