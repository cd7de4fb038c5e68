package io.kakuremichi.control.session;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.platform.Authentications;
import io.kakuremichi.control.platform.Authentications.Outcome;
import io.kakuremichi.control.platform.Authentications.Via;
import io.kakuremichi.control.platform.ClientAddress;
import io.kakuremichi.control.platform.ClientAddresses;
import io.kakuremichi.control.platform.ControlConfig;
import io.kakuremichi.control.platform.FailedAuthentications;
import io.kakuremichi.control.platform.Limit;
import io.kakuremichi.control.platform.LimitsReached;
import io.kakuremichi.control.presence.KeyLookup;
import io.kakuremichi.control.topology.Sequencer;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jboss.logging.Logger;

/**
 * Refuses before the upgrade what could only be refused after it ({@code protocol.md}, <i>Connecting</i>). What holds for
 * every request (TLS, addresses that failed too often) was checked before.
 *
 * <p>On the event loop; a key that this replica has not heard of is looked up elsewhere, and the answer comes back to it.
 */
@Singleton
class UpgradeCheck implements HttpUpgradeCheck {
    /** What came with a request that was let through, for the connection that it becomes. */
    static final TypedKey<Admitted> ADMITTED = new TypedKey<>("admitted");

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
    private final Authentications authentications;
    private final ControlConfig config;

    UpgradeCheck(
            Sessions sessions,
            Sequencer sequencer,
            KeyLookup keys,
            ClientAddresses addresses,
            FailedAuthentications failures,
            Audit audit,
            LimitsReached reached,
            Authentications authentications,
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

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (!sessions.isAccepting() || !sequencer.isLoaded()) {
            return refuseForNow(UNAVAILABLE);
        }
        if (sessions.count() >= config.limits().connections()) {
            return refuseForNow(UNAVAILABLE, Limit.CONNECTIONS);
        }
        var request = context.httpRequest();
        var client = addresses.of(request);
        return switch (Claim.of(
                request.query(), request.headers(), config.auth().queryKey())) {
            case Claim.Malformed() -> CheckResult.rejectUpgrade(BAD_REQUEST);
            case Claim.Wrong() -> unauthorized(client);
            case Claim.Later later -> later(context, client, later);
            case Claim.Bearer bearer -> bearer(context, client, bearer);
        };
    }

    private Uni<CheckResult> later(HttpUpgradeContext context, ClientAddress client, Claim.Later later) {
        var unauthenticated = sessions.unauthenticated();
        if (unauthenticated.of(client.counted()) >= config.limits().unauthenticatedPerAddress()) {
            return refuseForNow(TOO_MANY_REQUESTS, Limit.UNAUTHENTICATED_PER_ADDRESS);
        }
        if (unauthenticated.all() >= config.limits().unauthenticated()) {
            return refuseForNow(UNAVAILABLE, Limit.UNAUTHENTICATED);
        }
        var certified = isCertified(context.httpRequest());
        if (later.type() == ClientType.GATEWAY && lacksCertificate(certified)) {
            return CheckResult.rejectUpgrade(FORBIDDEN);
        }
        return admit(context, new Handshake(later.type(), later.queryKey(), null, certified, client));
    }

    private Uni<CheckResult> bearer(HttpUpgradeContext context, ClientAddress client, Claim.Bearer bearer) {
        var certified = isCertified(context.httpRequest());
        if (bearer.type() == ClientType.GATEWAY && lacksCertificate(certified)) {
            return CheckResult.rejectUpgrade(FORBIDDEN);
        }
        var handshake = new Handshake(bearer.type(), bearer.key(), bearer.greeting(), certified, client);
        var hash = bearer.key().hash();
        if (sequencer.knowsKey(bearer.type(), hash)) {
            return admit(context, handshake);
        }
        var eventLoop = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> keys.isKnown(bearer.type(), hash))
                // What follows belongs to the connection's event loop, wherever the answer came from.
                .emitOn(task -> eventLoop.runOnContext(nothing -> task.run()))
                .chain(known -> known ? admit(context, handshake) : unauthorized(client))
                .onFailure()
                .recoverWithUni(this::notLookedUp);
    }

    private Uni<CheckResult> notLookedUp(Throwable failure) {
        authentications.count(Via.BEARER, Outcome.FAILED);
        if (failure instanceof RejectedExecutionException) {
            return refuseForNow(UNAVAILABLE, Limit.KEY_LOOKUPS);
        }
        LOG.debugf(failure, "A key could not be looked up");
        return refuseForNow(UNAVAILABLE);
    }

    private static Uni<CheckResult> admit(HttpUpgradeContext context, Handshake handshake) {
        context.userData()
                .put(ADMITTED, new Admitted(handshake, context.httpRequest().connection()));
        return CheckResult.permitUpgrade();
    }

    private Uni<CheckResult> unauthorized(ClientAddress client) {
        failures.count(client);
        authentications.count(Via.BEARER, Outcome.REFUSED);
        audit.refusedAuthentication(client.host(), "websocket");
        return CheckResult.rejectUpgrade(UNAUTHORIZED, Map.of("WWW-Authenticate", List.of("Bearer")));
    }

    private Uni<CheckResult> refuseForNow(int status, Limit limit) {
        reached.count(limit);
        return refuseForNow(status);
    }

    /** After different times, so that those refused together don't come back together. */
    private static Uni<CheckResult> refuseForNow(int status) {
        var seconds = ThreadLocalRandom.current().nextInt(1, MAX_RETRY_SECONDS + 1);
        return CheckResult.rejectUpgrade(status, Map.of("Retry-After", List.of(String.valueOf(seconds))));
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

    /** A handshake and the connection it came on. */
    record Admitted(Handshake handshake, HttpConnection connection) {}
}
