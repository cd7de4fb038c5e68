package io.kakuremichi.control.access;

import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates the tokens of the OIDC issuer by quarkus-oidc, and adds limits: an authentication ends after some seconds, and until
 * the issuer was reached for the first time, few calls at once try to reach it and none for a moment after a failure. In that state,
 * quarkus-oidc itself would open a new connection for every call and wait for the answer without an end.
 */
@Singleton
class IssuerTokens {
    private static final Logger LOG = Logger.getLogger(IssuerTokens.class);

    private static final Pattern JWT_FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int FIRST_ATTEMPTS = 16;
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final IssuerTenant issuer;
    private final OidcAuthenticationMechanism oidc;
    private final Semaphore firstAttempts = new Semaphore(FIRST_ATTEMPTS);
    private volatile boolean reached;
    private volatile long pauseEnds = System.nanoTime();

    IssuerTokens(IssuerTenant issuer, OidcAuthenticationMechanism oidc) {
        this.issuer = issuer;
        this.oidc = oidc;
    }

    /** Whether an issuer is configured and the token has the form of a JWT. */
    boolean accept(Secret token) {
        return issuer.isConfigured() && JWT_FORM.matcher(token.value()).matches();
    }

    /**
     * Fails with {@link AuthenticationFailedException} for a token that is not valid, and with an {@link ApiException} of code
     * {@code UNAVAILABLE} when the issuer's keys are needed and can't be fetched.
     */
    Uni<SecurityIdentity> authenticate(RoutingContext call, IdentityProviderManager identities) {
        if (reached) {
            return attempt(call, identities);
        }
        if (System.nanoTime() - pauseEnds < 0 || !firstAttempts.tryAcquire()) {
            return Uni.createFrom().failure(IssuerTokens::unavailable);
        }
        return attempt(call, identities).onTermination().invoke(firstAttempts::release);
    }

    private Uni<SecurityIdentity> attempt(RoutingContext call, IdentityProviderManager identities) {
        return oidc.authenticate(call, identities)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onItem()
                .invoke(() -> reached = true)
                .onFailure()
                .transform(this::verdict);
    }

    private Throwable verdict(Throwable failure) {
        var cause = connectionFailure(failure);
        if (cause == null) {
            reached = true;
            return failure instanceof AuthenticationFailedException
                    ? failure
                    : new AuthenticationFailedException(failure);
        }
        pauseEnds = System.nanoTime() + PAUSE_NANOS;
        var reason = cause instanceof TimeoutException ? "no answer in time" : cause.getMessage();
        LOG.warnf("The OIDC issuer %s does not provide its keys: %s", issuer.name(), reason);
        return unavailable();
    }

    private static @Nullable Throwable connectionFailure(Throwable failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof OIDCException || each instanceof IOException || each instanceof TimeoutException) {
                return each;
            }
        }
        return null;
    }

    private static ApiException unavailable() {
        return new ApiException(ApiErrorCode.UNAVAILABLE, "The issuer of this token is not available, try again later");
    }
}
