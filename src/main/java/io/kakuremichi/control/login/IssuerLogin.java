package io.kakuremichi.control.login;

import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.IssuerTenant;
import io.kakuremichi.control.access.UnauthenticatedCalls;
import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.AuditOutcome;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.http.ClientAddresses;
import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * {@code /console/login}: a login at the OIDC issuer, by the authorization code flow of quarkus-oidc with PKCE, state and nonce. Begins a
 * session of the console, of the same kind as with a token; the issuer's tokens are not kept.
 *
 * <pre>
 * GET /console/login ─▶ 303 to the issuer, a cookie with the sealed state
 * GET /console/login?code=…&amp;state=… ─▶ code for tokens ─▶ ID token verified ─▶ Caller with a role ─▶ session ─▶ 303 to the console
 *                                                                          │ no role
 *                                        anything else ─▶ 303 to the console with a reason, /console/?login=…
 * </pre>
 *
 * <p>Every step ends within {@link #PATIENCE}, and {@link #AT_ONCE} of them at most wait for the issuer.
 */
@Singleton
class IssuerLogin {
    private static final Logger LOG = Logger.getLogger(IssuerLogin.class);

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int AT_ONCE = 16;

    /** Before the console's files. */
    private static final int ORDER = -106;

    private static final int FOUND = 302;
    private static final int SEE_OTHER = 303;
    private static final String CONSOLE = "/console/";
    private static final String NO_ROLE = CONSOLE + "?login=no-role";
    private static final String UNAVAILABLE = CONSOLE + "?login=issuer-unavailable";
    private static final String FAILED = CONSOLE + "?login=failed";

    private final IssuerTenant issuer;
    private final OidcAuthenticationMechanism oidc;
    private final IdentityProviderManager identities;
    private final ConsoleSessions sessions;
    private final SessionCookie cookie;
    private final ClientAddresses addresses;
    private final UnauthenticatedCalls unauthenticated;
    private final Audit audit;
    private final ExecutorService virtualThreads;
    private final boolean enabled;
    private final Semaphore underWay = new Semaphore(AT_ONCE);

    IssuerLogin(
            IssuerTenant issuer,
            OidcAuthenticationMechanism oidc,
            IdentityProviderManager identities,
            ConsoleSessions sessions,
            SessionCookie cookie,
            ClientAddresses addresses,
            UnauthenticatedCalls unauthenticated,
            Audit audit,
            @VirtualThreads ExecutorService virtualThreads,
            ControlConfig config) {
        this.issuer = issuer;
        this.oidc = oidc;
        this.identities = identities;
        this.sessions = sessions;
        this.cookie = cookie;
        this.addresses = addresses;
        this.unauthenticated = unauthenticated;
        this.audit = audit;
        this.virtualThreads = virtualThreads;
        this.enabled = config.console().enabled();
    }

    void install(@Observes Router router) {
        if (enabled && issuer.hasLogin()) {
            router.route(IssuerTenant.LOGIN_PATH)
                    .method(HttpMethod.GET)
                    .order(ORDER)
                    .handler(this::handle);
        }
    }

    private void handle(RoutingContext call) {
        if (!underWay.tryAcquire()) {
            redirect(call, UNAVAILABLE);
            return;
        }
        var request = call.request();
        var eventLoop = call.vertx().getOrCreateContext();
        issuer.beginLogin(call, addresses.of(request).hasTls(request.isSSL()));
        oidc.authenticate(call, identities)
                .onItem()
                .transformToUni(identity -> identity == null ? atIssuer(call) : begin(call, identity))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .recoverWithItem(failure -> reason(call, failure))
                .onTermination()
                .invoke(underWay::release)
                .subscribe()
                .with(location -> eventLoop.runOnContext(nothing -> redirect(call, location)), call::fail);
    }

    private void redirect(RoutingContext call, String location) {
        issuer.endLogin(call);
        call.response()
                .setStatusCode(SEE_OTHER)
                .putHeader(HttpHeaders.LOCATION, location)
                .end();
    }

    /**
     * Returns the address of the issuer's page. A browser that returns from there without the state cookie is refused; otherwise it would
     * be redirected in a loop.
     */
    private Uni<String> atIssuer(RoutingContext call) {
        return isReturn(call)
                ? Uni.createFrom().failure(AuthenticationFailedException::new)
                : oidc.getChallenge(call).map(IssuerLogin::location);
    }

    /** A redirect has one header, the location. */
    private static String location(ChallengeData challenge) {
        if (challenge.status != FOUND) {
            throw new AuthenticationFailedException();
        }
        return challenge.getHeaders().values().iterator().next();
    }

    private static boolean isReturn(RoutingContext call) {
        var query = call.queryParams();
        return query.contains("state") || query.contains("code") || query.contains("error");
    }

    private Uni<String> begin(RoutingContext call, SecurityIdentity identity) {
        var caller = (Caller) identity.getPrincipal();
        if (caller.role() == null) {
            record(call, caller, AuditOutcome.DENIED);
            return Uni.createFrom().item(NO_ROLE);
        }
        return Uni.createFrom()
                .item(Unchecked.supplier(() -> sessions.begin(caller).orElseThrow()))
                .runSubscriptionOn(virtualThreads)
                .map(begun -> {
                    record(call, caller, AuditOutcome.SUCCESS);
                    var set = cookie.set(call.request(), begun.id(), begun.life());
                    call.response().headers().add(HttpHeaders.SET_COOKIE, set);
                    return CONSOLE;
                });
    }

    private void record(RoutingContext call, Caller caller, AuditOutcome outcome) {
        audit.record(new AuditEntry(
                Instant.now(),
                caller.name(),
                caller.role(),
                addresses.of(call.request()).host(),
                "GET",
                "session.create",
                null,
                outcome,
                SEE_OTHER,
                1));
    }

    /** Returns the reason of a failed login for the console. A failure that the caller can cause is counted like a wrong token. */
    private String reason(RoutingContext call, Throwable failure) {
        if (!isReturn(call) || isOfConnection(failure)) {
            LOG.warnf("A login at the OIDC issuer failed: %s", rootMessage(failure));
            return UNAVAILABLE;
        }
        LOG.debugf("A login at the OIDC issuer was refused: %s", rootMessage(failure));
        unauthenticated.count(call);
        return FAILED;
    }

    /**
     * Whether the issuer gave no answer. When it breaks a connection off, quarkus-oidc replaces the failure by its missing cause, which
     * ends in a NullPointerException; an answer that is an error has no cause.
     */
    private static boolean isOfConnection(Throwable failure) {
        for (var each = failure; each != null; each = each.getCause()) {
            if (each instanceof IOException
                    || each instanceof TimeoutException
                    || each instanceof NullPointerException
                    || each instanceof OIDCException && each.getCause() != null) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = Objects.requireNonNull(root.getCause());
        }
        return String.valueOf(root.getMessage());
    }
}
