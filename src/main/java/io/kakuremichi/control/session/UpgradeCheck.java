package io.kakuremichi.control.session;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.http.ClientAddress;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.presence.KeyLookup;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.kakuremichi.control.topology.Sequencer;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jboss.logging.Logger;

/**
 * Refuses before the upgrade what could only be refused after it ({@code protocol.md}, <i>Connecting</i>). What holds for
 * every request (TLS, addresses that failed too often) was checked before.
 *
 * <p>On the event loop; a key that this replica has not heard of is looked up elsewhere, and the answer comes back to it.
 */
@Singleton
class UpgradeCheck {
    private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int MAX_RETRY_SECONDS = 5;

    private final Sessions sessions;
    private final Sequencer sequencer;
    private final KeyLookup keys;
    private final ClientAddresses addresses;
    private final FailedAuthentications failures;
    private final Audit audit;
    private final LimitsReached reached;
    private final AuthenticationMetrics authentications;
    private final ControlConfig config;

    UpgradeCheck(
            Sessions sessions,
            Sequencer sequencer,
            KeyLookup keys,
            ClientAddresses addresses,
            FailedAuthentications failures,
            Audit audit,
            LimitsReached reached,
            AuthenticationMetrics authentications,
            ControlConfig config) {
        this.authentications = authentications;
        this.sessions = sessions;
        this.sequencer = sequencer;
        this.keys = keys;
        this.addresses = addresses;
        this.failures = failures;
        this.audit = audit;
        this.reached = reached;
        this.config = config;
    }

    /**
     * Ends the call, or lets it through.
     *
     * @param admitted called on the connection's event loop
     */
    void perform(RoutingContext call, Consumer<Handshake> admitted) {
        if (!sessions.isAccepting() || !sequencer.isLoaded()) {
            refuseForNow(call, UNAVAILABLE);
            return;
        }
        if (sessions.count() >= config.limits().connections()) {
            refuseForNow(call, UNAVAILABLE, Limit.CONNECTIONS);
            return;
        }
        var request = call.request();
        var client = addresses.of(request);
        switch (Claim.of(request.query(), request.headers(), config.auth().queryKey())) {
            case Claim.Malformed() -> refuse(call, BAD_REQUEST);
            case Claim.Wrong() -> unauthorized(call, client);
            case Claim.Later later -> later(call, client, later, admitted);
            case Claim.Bearer bearer -> bearer(call, client, bearer, admitted);
        }
    }

    private void later(RoutingContext call, ClientAddress client, Claim.Later later, Consumer<Handshake> admitted) {
        var unauthenticated = sessions.unauthenticated();
        if (unauthenticated.of(client.counted()) >= config.limits().unauthenticatedPerAddress()) {
            refuseForNow(call, TOO_MANY_REQUESTS, Limit.UNAUTHENTICATED_PER_ADDRESS);
            return;
        }
        if (unauthenticated.all() >= config.limits().unauthenticated()) {
            refuseForNow(call, UNAVAILABLE, Limit.UNAUTHENTICATED);
            return;
        }
        var certified = isCertified(call.request());
        if (later.type() == ClientType.GATEWAY && lacksCertificate(certified)) {
            refuse(call, FORBIDDEN);
            return;
        }
        admitted.accept(new Handshake(later.type(), later.queryKey(), null, certified, client));
    }

    private void bearer(RoutingContext call, ClientAddress client, Claim.Bearer bearer, Consumer<Handshake> admitted) {
        var certified = isCertified(call.request());
        if (bearer.type() == ClientType.GATEWAY && lacksCertificate(certified)) {
            refuse(call, FORBIDDEN);
            return;
        }
        var handshake = new Handshake(bearer.type(), bearer.key(), bearer.greeting(), certified, client);
        var hash = bearer.key().hash();
        if (sequencer.knowsKey(bearer.type(), hash)) {
            admitted.accept(handshake);
            return;
        }
        var eventLoop = Vertx.currentContext();
        keys.isKnown(bearer.type(), hash)
                // What follows belongs to the connection's event loop, wherever the answer came from.
                .whenComplete((known, failure) -> eventLoop.runOnContext(nothing -> {
                    if (failure != null) {
                        notLookedUp(call, failure);
                    } else if (known) {
                        admitted.accept(handshake);
                    } else {
                        unauthorized(call, client);
                    }
                }));
    }

    private void notLookedUp(RoutingContext call, Throwable failure) {
        authentications.count(Via.BEARER, Outcome.FAILED);
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RejectedExecutionException) {
            refuseForNow(call, UNAVAILABLE, Limit.KEY_LOOKUPS);
            return;
        }
        LOG.debugf(failure, "A key could not be looked up");
        refuseForNow(call, UNAVAILABLE);
    }

    private void unauthorized(RoutingContext call, ClientAddress client) {
        failures.count(client);
        authentications.count(Via.BEARER, Outcome.REFUSED);
        audit.refusedAuthentication(client.host(), "websocket");
        call.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        refuse(call, UNAUTHORIZED);
    }

    private void refuseForNow(RoutingContext call, int status, Limit limit) {
        reached.count(limit);
        refuseForNow(call, status);
    }

    /** After different times, so that those refused together don't come back together. */
    private static void refuseForNow(RoutingContext call, int status) {
        var seconds = ThreadLocalRandom.current().nextInt(1, MAX_RETRY_SECONDS + 1);
        call.response().putHeader(HttpHeaderNames.RETRY_AFTER, String.valueOf(seconds));
        refuse(call, status);
    }

    private static void refuse(RoutingContext call, int status) {
        call.response().setStatusCode(status).end();
    }

    private boolean lacksCertificate(boolean certified) {
        return config.tls().gatewaysNeedCertificate() && !certified;
    }

    /** Whether the client showed a certificate; one that does not verify has ended the TLS handshake. */
    private static boolean isCertified(HttpServerRequest request) {
        if (!request.isSSL()) {
            return false;
        }
        try {
            return request.sslSession().getPeerCertificates().length > 0;
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }
}
