package io.kakuremichi.control.access;

import io.kakuremichi.control.credential.Secret;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;

/** Tells whose a token is. */
@Singleton
class Authenticator {
    /** What looks otherwise is none of ours, and costs no query. */
    private static final Pattern STORED_FORM = Pattern.compile(Secret.TOKEN_PREFIX + "[A-Za-z0-9]{32}");

    private final AdminToken adminToken;
    private final TokenTable tokens;
    private final OidcTokens oidcTokens;
    private final ExecutorService virtualThreads;

    Authenticator(
            AdminToken adminToken,
            TokenTable tokens,
            OidcTokens oidcTokens,
            @VirtualThreads ExecutorService virtualThreads) {
        this.adminToken = adminToken;
        this.tokens = tokens;
        this.oidcTokens = oidcTokens;
        this.virtualThreads = virtualThreads;
    }

    /** The token's owner, or empty. Never blocks; fails when that can't be known at the moment. */
    Uni<Optional<Caller>> authenticate(Secret token) {
        if (adminToken.is(token)) {
            return Uni.createFrom().item(Optional.of(Caller.staticAdmin()));
        }
        if (STORED_FORM.matcher(token.value()).matches()) {
            return Uni.createFrom().item(() -> tokens.owner(token)).runSubscriptionOn(virtualThreads);
        }
        if (oidcTokens.mayBeOne(token)) {
            return Uni.createFrom().item(() -> oidcTokens.owner(token)).runSubscriptionOn(virtualThreads);
        }
        return Uni.createFrom().item(Optional.empty());
    }
}
