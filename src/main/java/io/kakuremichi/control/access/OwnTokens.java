package io.kakuremichi.control.access;

import io.kakuremichi.control.credential.Secret;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;

/** Authenticates the static admin token and the tokens in the database. The database is read on a virtual thread. */
@Singleton
public class OwnTokens implements IdentityProvider<OwnTokenRequest> {
    /** A token of another form is not stored, and costs no query. */
    private static final Pattern STORED_FORM = Pattern.compile(Secret.TOKEN_PREFIX + "[A-Za-z0-9]{32}");

    private final AdminToken adminToken;
    private final TokenTable tokens;
    private final ExecutorService virtualThreads;

    OwnTokens(AdminToken adminToken, TokenTable tokens, @VirtualThreads ExecutorService virtualThreads) {
        this.adminToken = adminToken;
        this.tokens = tokens;
        this.virtualThreads = virtualThreads;
    }

    /** Whether only this class can authenticate the token, so that no issuer is to see it. */
    boolean claims(Secret token) {
        return adminToken.is(token) || isStoredForm(token);
    }

    @Override
    public Class<OwnTokenRequest> getRequestType() {
        return OwnTokenRequest.class;
    }

    /** Fails with {@link AuthenticationFailedException} for an unknown token, otherwise when the database is unavailable. */
    @Override
    public Uni<SecurityIdentity> authenticate(OwnTokenRequest request, AuthenticationRequestContext context) {
        var token = request.token();
        var owner = Uni.createFrom()
                .item(() -> owner(token).map(Caller::identity).orElseThrow(AuthenticationFailedException::new));
        return needsDatabase(token) ? owner.runSubscriptionOn(virtualThreads) : owner;
    }

    /**
     * The owner of a token, or empty if it is not valid. Blocks.
     *
     * @throws IllegalStateException if the database is needed and not available
     */
    public Optional<Caller> owner(Secret token) {
        if (adminToken.is(token)) {
            return Optional.of(Caller.staticAdmin());
        }
        return isStoredForm(token) ? tokens.owner(token) : Optional.empty();
    }

    private boolean needsDatabase(Secret token) {
        return !adminToken.is(token) && isStoredForm(token);
    }

    private static boolean isStoredForm(Secret token) {
        return STORED_FORM.matcher(token.value()).matches();
    }
}
