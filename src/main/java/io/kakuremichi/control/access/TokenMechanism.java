package io.kakuremichi.control.access;

import io.kakuremichi.control.credential.BearerToken;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Authenticates bearer tokens: Control's own by {@link OwnTokens}, those of the OIDC issuer by {@link IssuerTokens}. Never blocks.
 * Runs only when a REST call asks for its identity ({@code quarkus.http.auth.proactive=false}), never for a WebSocket upgrade.
 */
@Singleton
class TokenMechanism implements HttpAuthenticationMechanism {
    private final OwnTokens ownTokens;
    private final IssuerTokens issuerTokens;

    TokenMechanism(OwnTokens ownTokens, IssuerTokens issuerTokens) {
        this.ownTokens = ownTokens;
        this.issuerTokens = issuerTokens;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager identities) {
        var token = BearerToken.parse(call.request().getHeader(HttpHeaders.AUTHORIZATION));
        return token.map(given -> authenticate(given, call, identities))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private Uni<SecurityIdentity> authenticate(Secret token, RoutingContext call, IdentityProviderManager identities) {
        if (ownTokens.claims(token)) {
            return identities.authenticate(new OwnTokenRequest(token));
        }
        if (issuerTokens.accept(token)) {
            return issuerTokens.authenticate(call, identities);
        }
        return Uni.createFrom().failure(AuthenticationFailedException::new);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(OwnTokenRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext call) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "Bearer"));
    }

    /** Before the mechanism of quarkus-oidc, which this one calls itself for the tokens that may be the issuer's. */
    @Override
    public int getPriority() {
        return 2 * DEFAULT_PRIORITY;
    }
}
