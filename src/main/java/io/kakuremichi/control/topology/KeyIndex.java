package io.kakuremichi.control.topology;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.SecretHash;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of all keys. Moved forward with its {@link Topology} by one thread; any thread may look, and sees a key at
 * the latest when the change that brought it is announced.
 */
final class KeyIndex {
    private final Map<ClientType, Set<String>> hashes = new EnumMap<>(ClientType.class);

    KeyIndex() {
        for (var type : ClientType.values()) {
            hashes.put(type, ConcurrentHashMap.newKeySet());
        }
    }

    boolean contains(ClientType type, SecretHash keyHash) {
        return of(type).contains(keyHash.hex());
    }

    /** One client's key changes; null for none. A key that stays is never missed meanwhile. */
    void replace(ClientType type, @Nullable String before, @Nullable String after) {
        if (after != null) {
            of(type).add(after);
        }
        if (before != null && !before.equals(after)) {
            of(type).remove(before);
        }
    }

    private Set<String> of(ClientType type) {
        return Objects.requireNonNull(hashes.get(type));
    }
}
