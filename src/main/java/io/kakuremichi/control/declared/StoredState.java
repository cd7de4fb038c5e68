package io.kakuremichi.control.declared;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stored objects that a document concerns: those that it names or refers to, and those of its manager.
 *
 * @param objects by kind and name
 * @param agents the places of all these agents, by name
 * @param foreignTunnels for agents of the manager, the domain of a tunnel that the document does not name, and that the manager does
 *     not have or did not make
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

    /**
     * An object that is stored.
     *
     * @param madeBy the manager whose document created it; null if it was created in another way
     * @param state its fields, as a document would declare them
     */
    record StoredObject(
            UUID id, @Nullable String managedBy, @Nullable String madeBy, DeclaredObject state) {
        boolean isManagedBy(String manager) {
            return manager.equals(managedBy);
        }

        /** What prune does with it when its manager's document no longer names it. */
        PlannedAction pruned() {
            return Objects.equals(managedBy, madeBy) ? PlannedAction.DELETE : PlannedAction.RELEASE;
        }
    }
}
