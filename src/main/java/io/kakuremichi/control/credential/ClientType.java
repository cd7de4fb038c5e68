package io.kakuremichi.control.credential;

import java.util.Optional;

/** The two kinds of clients; the prefix of their API keys distinguishes them. */
public enum ClientType {
    AGENT("agent", "agt_"),
    GATEWAY("gateway", "gtw_");

    private final String wireName;
    private final String keyPrefix;

    ClientType(String wireName, String keyPrefix) {
        this.wireName = wireName;
        this.keyPrefix = keyPrefix;
    }

    /** The name in the handshake's {@code type} parameter and in REST. */
    public String wireName() {
        return wireName;
    }

    String keyPrefix() {
        return keyPrefix;
    }

    /** The type with that name, or empty if there is none. */
    public static Optional<ClientType> named(String wireName) {
        for (var type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type that the key's prefix states, or empty for an unknown prefix. */
    public static Optional<ClientType> ofKey(String apiKey) {
        for (var type : values()) {
            if (apiKey.startsWith(type.keyPrefix)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
