package io.kakuremichi.control.login;

import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Authenticates REST calls by the cookie of a session, unless they have an {@code Authorization} header. Never blocks: the database is
 * read on a virtual thread.
 *
 * <p>A page of another site can have a browser send a form, and the cookie with it where the browser ignores {@code SameSite}. So a call
 * that may change something needs a header as well, which no form can send, and scripts only to their own origin.
 */
@Singleton
class CookieMechanism implements HttpAuthenticationMechanism {
    private static final String HEADER = "Kakuremichi-Console";
    private static final String EXPECTED = "1";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final SessionCookie cookie;
    private final ConsoleSessions sessions;
    private final ExecutorService virtualThreads;
    private final boolean enabled;

    CookieMechanism(
            SessionCookie cookie,
            ConsoleSessions sessions,
            @VirtualThreads ExecutorService virtualThreads,
            ControlConfig config) {
        this.cookie = cookie;
        this.sessions = sessions;
        this.virtualThreads = virtualThreads;
        this.enabled = config.console().enabled();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager identities) {
        var request = call.request();
        if (!enabled || request.headers().contains(HttpHeaders.AUTHORIZATION)) {
            return Uni.createFrom().nullItem();
        }
        return cookie.read(request).map(id -> authenticate(request, id)).orElseGet(() -> Uni.createFrom()
                .nullItem());
    }

    private Uni<SecurityIdentity> authenticate(HttpServerRequest request, Secret id) {
        if (!READS.contains(request.method().name()) && !EXPECTED.equals(request.getHeader(HEADER))) {
            return Uni.createFrom()
                    .failure(() -> new ApiException(
                            ApiErrorCode.FORBIDDEN,
                            "A change by cookie needs the header %s: %s".formatted(HEADER, EXPECTED)));
        }
        return Uni.createFrom()
                .item(() -> sessions.caller(id).map(Caller::identity).orElseThrow(AuthenticationFailedException::new))
                .runSubscriptionOn(virtualThreads);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext call) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    /** Before the mechanism of bearer tokens, which takes all calls that this one leaves. */
    @Override
    public int getPriority() {
        return 3 * DEFAULT_PRIORITY;
    }
}
