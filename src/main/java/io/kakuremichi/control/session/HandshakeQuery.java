package io.kakuremichi.control.session;

import io.kakuremichi.control.credential.ClientType;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The query of an upgrade request ({@code protocol.md}, <i>Connecting</i>).
 *
 * @param type asked for, or taken from the key's prefix when it is not
 * @param apiKey a secret
 * @param valid false when it names a type that does not exist, or names one twice
 */
record HandshakeQuery(Optional<ClientType> type, Optional<String> apiKey, boolean valid) {
    static HandshakeQuery parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return new HandshakeQuery(Optional.empty(), Optional.empty(), true);
        }
        Map<String, List<String>> parameters;
        try {
            parameters = new QueryStringDecoder(query, false).parameters();
        } catch (IllegalArgumentException e) {
            return new HandshakeQuery(Optional.empty(), Optional.empty(), false);
        }
        var types = parameters.getOrDefault("type", List.of());
        var keys = parameters.getOrDefault("apiKey", List.of());
        var named = types.stream().findFirst().flatMap(ClientType::named);
        var key = keys.stream().findFirst();
        var valid = types.size() <= 1 && keys.size() <= 1 && (types.isEmpty() || named.isPresent());
        var type = named.or(() -> key.flatMap(ClientType::ofKey));
        return new HandshakeQuery(type, key, valid && (key.isEmpty() || type.isPresent()));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "HandshakeQuery[" + type + "]";
    }
}
