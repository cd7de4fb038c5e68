package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.http.ClientAddress;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.http.ClientCertificate;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.http.RefusedRequest;
import io.kakuremichi.control.presence.KeyLookup;
import io.kakuremichi.control.session.Sessions;
import io.kakuremichi.control.session.connection.EventLoops;
import io.kakuremichi.control.session.connection.Handshake;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.kakuremichi.control.topology.Sequencer;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses with a {@link RefusedRequest} before the upgrade what would otherwise be refused after it ({@code protocol.md},
 * <i>Connecting</i>). Checks that hold for every request (TLS, addresses with too many failures) precede it.
 *
 * <p>Runs on the event loop. A key that this replica doesn't know is looked up on another thread, and the result returns to the event
 * loop.
 */
@Singleton
class UpgradeCheck implements HttpUpgradeCheck {
    private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);

    private static final int MAX_RETRY_SECONDS = 5;

    private final Sessions sessions;
    private final EventLoops eventLoops;
    private final Sequencer sequencer;
    private final KeyLookup keys;
    private final ClientAddresses addresses;
    private final FailedAuthentications failures;
    private final Audit audit;
    private final LimitsReached reached;
    private final AuthenticationMetrics metrics;
    private final ControlConfig config;

    UpgradeCheck(
            Sessions sessions,
            EventLoops eventLoops,
            Sequencer sequencer,
            KeyLookup keys,
            ClientAddresses addresses,
            FailedAuthentications failures,
            Audit audit,
            LimitsReached reached,
            AuthenticationMetrics metrics,
            ControlConfig config) {
        this.sessions = sessions;
        this.eventLoops = eventLoops;
        this.sequencer = sequencer;
        this.keys = keys;
        this.addresses = addresses;
        this.failures = failures;
        this.audit = audit;
        this.reached = reached;
        this.metrics = metrics;
        this.config = config;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        try {
            return check(context);
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(refusal(e));
        }
    }

    private Uni<CheckResult> check(HttpUpgradeContext context) {
        if (!sessions.isAccepting() || !sequencer.isLoaded()) {
            throw refuseForNow(null);
        }
        requirePlace();
        var request = context.httpRequest();
        var client = addresses.of(request);
        return switch (Claim.of(
                request.query(), request.headers(), config.auth().queryKey())) {
            case Claim.Malformed() ->
                throw new RefusedRequest(
                        ApiErrorCode.VALIDATION_ERROR,
                        "The query of the upgrade is not valid, or has a key although that is turned off");
            case Claim.Wrong() -> throw unauthorized(client);
            case Claim.Later later ->
                Uni.createFrom()
                        .item(later(
                                context,
                                client,
                                later.type(),
                                hash(later.queryKey()),
                                new SessionState.AwaitingAuth(null)));
            case Claim.Enrolling(var type, var key) ->
                // Checked with auth, which has the public key: showing the key is not yet a use.
                Uni.createFrom().item(later(context, client, type, null, new SessionState.AwaitingAuth(key)));
            case Claim.Bearer bearer -> bearer(context, client, bearer);
        };
    }

    /** Admits a client that authenticates or enrolls with its {@code auth}. */
    private CheckResult later(
            HttpUpgradeContext context,
            ClientAddress client,
            @Nullable ClientType type,
            @Nullable SecretHash queryKey,
            SessionState.AwaitingAuth begin) {
        if (sessions.unauthenticated() >= config.limits().unauthenticated()) {
            throw refuseForNow(Limit.UNAUTHENTICATED);
        }
        var certified = ClientCertificate.isShown(context.httpRequest());
        if (type == ClientType.GATEWAY && lacksCertificate(certified)) {
            throw withoutCertificate();
        }
        return admit(context, new Handshake(type, queryKey, null, certified, client), begin);
    }

    private Uni<CheckResult> bearer(HttpUpgradeContext context, ClientAddress client, Claim.Bearer bearer) {
        var certified = ClientCertificate.isShown(context.httpRequest());
        if (bearer.type() == ClientType.GATEWAY && lacksCertificate(certified)) {
            throw withoutCertificate();
        }
        var hash = bearer.key().hash();
        var handshake = new Handshake(bearer.type(), hash, bearer.greeting(), certified, client);
        if (sequencer.knowsKey(bearer.type(), hash)) {
            return Uni.createFrom().item(admit(context, handshake, new SessionState.AwaitingAuth(null)));
        }
        var eventLoop = Vertx.currentContext();
        var lookup = keys.isKnown(bearer.type(), hash);
        return Uni.createFrom()
                .emitter(emitter -> lookup.whenComplete(
                        (known, failure) -> eventLoop.runOnContext(nothing -> complete(emitter, () -> {
                            if (failure != null) {
                                throw notLookedUp(failure);
                            }
                            if (!known) {
                                throw unauthorized(client);
                            }
                            return admit(context, handshake, new SessionState.AwaitingAuth(null));
                        }))));
    }

    /** A failure must complete the emitter as well: the request would never be answered otherwise. */
    static void complete(UniEmitter<? super CheckResult> emitter, Supplier<CheckResult> result) {
        try {
            emitter.complete(result.get());
        } catch (RuntimeException e) {
            emitter.fail(refusal(e));
        }
    }

    /** The refusal itself, or one that hides a fault of ours. */
    private static RefusedRequest refusal(RuntimeException e) {
        if (e instanceof RefusedRequest refused) {
            return refused;
        }
        var reference = UUID.randomUUID().toString();
        LOG.errorf(e, "An upgrade request could not be checked reference=%s", reference);
        return new RefusedRequest(ApiErrorCode.INTERNAL_ERROR, "Internal server error, reference " + reference);
    }

    private RefusedRequest notLookedUp(Throwable failure) {
        metrics.count(Via.BEARER, Outcome.FAILED);
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RejectedExecutionException) {
            return refuseForNow(Limit.KEY_LOOKUPS);
        }
        LOG.debugf(failure, "A key could not be looked up");
        return refuseForNow(null);
    }

    private CheckResult admit(HttpUpgradeContext context, Handshake handshake, SessionState.AwaitingAuth begin) {
        // Again: others may have connected while a key was looked up.
        requirePlace();
        context.userData()
                .put(
                        AdmittedUpgrade.KEY,
                        AdmittedUpgrade.admit(handshake, begin, context.httpRequest(), sessions, eventLoops));
        return CheckResult.permitUpgradeSync();
    }

    private void requirePlace() {
        if (sessions.count() >= config.limits().connections()) {
            throw refuseForNow(Limit.CONNECTIONS);
        }
    }

    private RefusedRequest unauthorized(ClientAddress client) {
        failures.count(client);
        metrics.count(Via.BEARER, Outcome.REFUSED);
        audit.refusedAuthentication(client.host(), "websocket");
        return new RefusedRequest(
                ApiErrorCode.UNAUTHORIZED, "A valid API key is required", Map.of("WWW-Authenticate", "Bearer"));
    }

    /** Asks each client to retry after a random time, so that those refused together don't return together. */
    private RefusedRequest refuseForNow(@Nullable Limit limit) {
        if (limit != null) {
            reached.count(limit);
        }
        var seconds = ThreadLocalRandom.current().nextInt(1, MAX_RETRY_SECONDS + 1);
        return new RefusedRequest(
                ApiErrorCode.UNAVAILABLE,
                "This replica takes no connection now, try again later",
                Map.of("Retry-After", String.valueOf(seconds)));
    }

    private static RefusedRequest withoutCertificate() {
        return new RefusedRequest(ApiErrorCode.FORBIDDEN, "A gateway needs a client certificate");
    }

    private static @Nullable SecretHash hash(@Nullable Secret key) {
        return key == null ? null : key.hash();
    }

    private boolean lacksCertificate(boolean certified) {
        return config.tls().gatewaysNeedCertificate() && !certified;
    }
}
