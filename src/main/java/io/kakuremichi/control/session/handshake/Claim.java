package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.protocol.ClientMessage;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an upgrade request says of who is coming ({@code protocol.md}, <i>Connecting</i>); nothing of it is checked yet. */
sealed interface Claim {
    /** The query can't be understood, or has a key where none may be: HTTP 400. */
    record Malformed() implements Claim {}

    /** An authorization that no key of ours can have: HTTP 401. */
    record Wrong() implements Claim {}

    /** {@code auth} will follow; the key of the query, if there is one, does for it. */
    record Later(@Nullable ClientType type, @Nullable Secret queryKey) implements Claim {}

    /**
     * {@code Authorization: Bearer KEY}, of the right form and of the type that was asked for.
     *
     * @param greeting what does for an {@code auth}
     */
    record Bearer(ClientType type, Secret key, ClientMessage.Auth greeting) implements Claim {}

    /**
     * Reads the claim.
     *
     * @param queryKey whether a key may stand in the query
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
        return ClientType.ofKey(key.value())
                .filter(type -> query.type().isEmpty() || query.type().get() == type)
                .<Claim>map(type -> new Bearer(type, key, query.greeting()))
                .orElseGet(Wrong::new);
    }

    private static @Nullable Secret key(List<String> authorizations) {
        var authorization = authorizations.getFirst();
        if (authorizations.size() > 1 || !authorization.toLowerCase(Locale.ROOT).startsWith(Form.SCHEME)) {
            return null;
        }
        var key = authorization.substring(Form.SCHEME.length()).strip();
        return Form.KEY.matcher(key).matches() ? new Secret(key) : null;
    }

    /** How a key looks: what does not is refused without being looked up. */
    final class Form {
        private static final String SCHEME = "bearer ";
        private static final Pattern KEY = Pattern.compile("(agt|gtw)_[A-Za-z0-9]{32}");

        private Form() {}
    }
}
