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
 * The hashes of all API keys. One thread updates it together with its {@link Topology}; any thread may read it. A new
 * key is visible at the latest when its change is announced.
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

    /** Replaces one client's key hash; null stands for no key. A key that does not change stays visible throughout. */
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
