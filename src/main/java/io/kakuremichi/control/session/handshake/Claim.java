package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.credential.BearerToken;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.protocol.ClientMessage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an upgrade request claims about its client ({@code protocol.md}, <i>Connecting</i>); nothing of it is authenticated. */
sealed interface Claim {
    /** The query is malformed, or contains a key although that is turned off: HTTP 400. */
    record Malformed() implements Claim {}

    /** The authorization does not have the form of a key: HTTP 401. */
    record Wrong() implements Claim {}

    /** The key comes with {@code auth}, or came in the query. */
    record Later(@Nullable ClientType type, @Nullable Secret queryKey) implements Claim {}

    /**
     * {@code Authorization: Bearer KEY} of the right form and of the type that the query asks for.
     *
     * @param greeting takes the place of {@code auth}
     */
    record Bearer(ClientType type, Secret key, ClientMessage.Auth greeting) implements Claim {}

    /** {@code Authorization: Bearer} with an enrollment key of the right form; {@code auth} contains the other fields. */
    record Enrolling(@Nullable ClientType type, Secret key) implements Claim {}

    /**
     * Reads the claim.
     *
     * @param queryKey whether the query may contain a key
     */
    static Claim of(@Nullable String queryString, MultiMap headers, boolean queryKey) {
        var query = HandshakeQuery.parse(queryString);
        if (!query.valid() || (!queryKey && query.apiKey().isPresent())) {
            return new Malformed();
        }
        var ofQuery = query.apiKey().map(Secret::new).orElse(null);
        var authorizations = headers.getAll(HttpHeaders.AUTHORIZATION);
        if (authorizations.isEmpty()) {
            return new Later(query.type().orElse(null), ofQuery);
        }
        var key = key(authorizations);
        if (key == null || (ofQuery != null && !ofQuery.hash().matches(key.hash()))) {
            return new Wrong();
        }
        if (key.isEnrollmentKey()) {
            return new Enrolling(query.type().orElse(null), key);
        }
        return ClientType.ofKey(key.value())
                .filter(type -> query.type().isEmpty() || query.type().get() == type)
                .<Claim>map(type -> new Bearer(type, key, query.greeting()))
                .orElseGet(Wrong::new);
    }

    private static @Nullable Secret key(List<String> authorizations) {
        return authorizations.size() > 1
                ? null
                : BearerToken.parse(authorizations.getFirst())
                        .filter(key -> Form.KEY.matcher(key.value()).matches())
                        .orElse(null);
    }

    /** The form of a key. Other text is refused without a look-up. */
    final class Form {
        private static final Pattern KEY = Pattern.compile("(agt|gtw|enr)_[A-Za-z0-9]{32}");

        private Form() {}
    }
}
