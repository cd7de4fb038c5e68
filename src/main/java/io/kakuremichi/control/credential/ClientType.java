package io.kakuremichi.control.credential;

import java.util.Optional;

/** The two kinds of clients; their API keys tell them apart by prefix. */
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

    /** The type of that name, or empty when there is none. */
    public static Optional<ClientType> named(String wireName) {
        for (var type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type that a key claims by its prefix, or empty when it has none of ours. */
    public static Optional<ClientType> ofKey(String apiKey) {
        for (var type : values()) {
            if (apiKey.startsWith(type.keyPrefix)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
