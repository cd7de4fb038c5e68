package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.ClientMessage.ResumePoint;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query of an upgrade request ({@code protocol.md}, <i>Connecting</i>). A client whose key is in a header sends no {@code auth}; the
 * query has the other fields of one: {@code capabilities=delta,resume,ack&resume=EPOCH:REVISION}.
 *
 * @param type the type that the query names, else the one of the key's prefix
 * @param apiKey a secret
 * @param greeting takes the place of {@code auth} when the key is in a header
 * @param valid false when a parameter is malformed or repeated
 */
record HandshakeQuery(Optional<ClientType> type, Optional<String> apiKey, ClientMessage.Auth greeting, boolean valid) {
    private static final Pattern RESUME = Pattern.compile("([0-9a-fA-F-]{1,36}):([0-9]{1,18})");
    private static final ClientMessage.Auth PLAIN = ClientMessage.Auth.ofHandshake(Set.of(), null);
    private static final HandshakeQuery EMPTY = new HandshakeQuery(Optional.empty(), Optional.empty(), PLAIN, true);
    private static final HandshakeQuery INVALID = new HandshakeQuery(Optional.empty(), Optional.empty(), PLAIN, false);

    static HandshakeQuery parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return EMPTY;
        }
        Map<String, List<String>> parameters;
        try {
            parameters = new QueryStringDecoder(query, false).parameters();
        } catch (IllegalArgumentException e) {
            return INVALID;
        }
        for (var name : List.of("type", "apiKey", "capabilities", "resume")) {
            if (parameters.getOrDefault(name, List.of()).size() > 1) {
                return INVALID;
            }
        }
        var type = first(parameters, "type");
        var named = type.flatMap(ClientType::named);
        var key = first(parameters, "apiKey");
        var resume = first(parameters, "resume");
        var point = resume.flatMap(HandshakeQuery::resumePoint);
        if (type.isPresent() != named.isPresent() || resume.isPresent() != point.isPresent()) {
            return INVALID;
        }
        var asked = named.or(() -> key.flatMap(ClientType::ofKey));
        var capabilities = Capability.named(
                List.of(first(parameters, "capabilities").orElse("").split(",")));
        return new HandshakeQuery(
                asked,
                key,
                ClientMessage.Auth.ofHandshake(capabilities, point.orElse(null)),
                key.isEmpty() || asked.isPresent());
    }

    private static Optional<String> first(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static Optional<ResumePoint> resumePoint(String text) {
        var match = RESUME.matcher(text);
        return match.matches()
                ? Optional.of(new ResumePoint(match.group(1), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "HandshakeQuery[" + type + "]";
    }
}
