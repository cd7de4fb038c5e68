package io.kakuremichi.control.declared;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An object that is stored.
 *
 * @param state its fields, as a document would declare them
 */
record StoredObject(UUID id, @Nullable String managedBy, DeclaredObject state) {
    boolean isManagedBy(String manager) {
        return manager.equals(managedBy);
    }
}
