package io.kakuremichi.control.declared;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The stored objects that a document concerns: those that it names or refers to, and those of its manager.
 *
 * @param objects by kind and name
 * @param agents the places of all these agents, by name
 * @param foreignTunnels for agents of the manager, the domain of a tunnel that is neither of the manager nor named in the document
 */
record StoredState(
        Map<DeclaredKind, Map<String, StoredObject>> objects,
        Map<String, AgentPlace> agents,
        Map<String, String> foreignTunnels) {
    Optional<StoredObject> find(DeclaredKind kind, String name) {
        return Optional.ofNullable(objects.getOrDefault(kind, Map.of()).get(name));
    }

    Stream<StoredObject> of(DeclaredKind kind) {
        return objects.getOrDefault(kind, Map.of()).values().stream();
    }

    /** The part of an agent that its tunnels need. */
    record AgentPlace(UUID id, String virtualIp) {}
}
