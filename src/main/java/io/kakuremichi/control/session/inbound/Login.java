package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.AuditOutcome;
import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.gateway.GatewayAddresses;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.presence.Arrival;
import io.kakuremichi.control.presence.Presence;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.outbound.Fanout;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns an {@code auth} into a live session or a refusal. The steps of {@link #authenticate}, from top to bottom:
 *
 * <ol>
 *   <li>check the form of the message, and that key and type agree with the handshake;
 *   <li>bring the client online, in a transaction shared with other arrivals ({@link Presence#arrive});
 *   <li>store the gateway's reported address and the client's own public key;
 *   <li>join the fan-out, which sends {@code auth_success} and the configuration ({@link Fanout#join}).
 * </ol>
 *
 * <p>Runs on the inbox's virtual thread and blocks it until the session is live, so that later messages of the same client are
 * handled by a live session.
 */
@Singleton
class Login {
    private static final Logger LOG = Logger.getLogger(Login.class);

    /** How long a step may take before the client is refused and comes back, whatever the step waits for. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Presence presence;
    private final GatewayAddresses gatewayAddresses;
    private final ClientKeys clientKeys;
    private final Fanout fanout;
    private final FailedAuthentications failures;
    private final Audit audit;
    private final AuthenticationMetrics metrics;
    private final boolean gatewaysNeedCertificate;

    Login(
            Presence presence,
            GatewayAddresses gatewayAddresses,
            ClientKeys clientKeys,
            Fanout fanout,
            FailedAuthentications failures,
            Audit audit,
            AuthenticationMetrics metrics,
            ControlConfig config) {
        this.presence = presence;
        this.gatewayAddresses = gatewayAddresses;
        this.clientKeys = clientKeys;
        this.fanout = fanout;
        this.failures = failures;
        this.audit = audit;
        this.metrics = metrics;
        this.gatewaysNeedCertificate = config.tls().gatewaysNeedCertificate();
    }

    /**
     * Authenticates a session that awaits it.
     *
     * @throws InvalidMessageException when the message is malformed; the client may send another {@code auth}
     */
    void authenticate(Session session, SessionState.AwaitingAuth state, ClientMessage.Auth auth)
            throws InvalidMessageException, InterruptedException {
        var claim = AuthClaim.of(session.handshake(), auth, session.dialect().toleratesInvalidFields());
        if (claim.keyHash().isEmpty()
                || claim.type().isEmpty()
                || lacksCertificate(session, claim.type().get())) {
            refuse(session);
            return;
        }
        var type = claim.type().get();
        var authenticating = state.authenticating(type, claim.keyHash().get());
        if (!session.transition(state, authenticating)) {
            return;
        }
        @Nullable UUID clientId = null;
        try {
            var address = session.handshake().client().toString();
            var arrival = new Arrival(session.id(), type, authenticating.keyHash(), address);
            switch (presence.arrive(arrival).get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                case Admission.Refused() -> refuse(session);
                case Admission.Damped damped -> refuse(session, type, damped);
                case Admission.Accepted accepted -> {
                    clientId = accepted.clientId();
                    reportAddress(type, accepted, claim.publicIp());
                    var adopted = adoptOwnKey(session, type, accepted, claim.publicKey());
                    if (adopted.isPresent()) {
                        join(session, authenticating, adopted.get(), auth);
                        warn(session, claim.warnings());
                    }
                }
            }
        } catch (ExecutionException | TimeoutException | RuntimeException | LinkageError e) {
            fail(session, e);
        }
        if (session.isClosed()) {
            // Closed during the arrival: the leave that the close caused may have reached presence before the arrival
            // did.
            presence.leave(session.id(), clientId);
        }
    }

    /** REST shows a warning as the client's last error. */
    private static void warn(Session session, List<String> warnings) {
        if (!warnings.isEmpty()) {
            session.progress().failed(session.progress().sent(), String.join("; ", warnings));
        }
    }

    private void reportAddress(ClientType type, Admission.Accepted accepted, @Nullable String publicIp) {
        if (type == ClientType.GATEWAY && publicIp != null && !publicIp.equals(accepted.publicIp())) {
            gatewayAddresses.report(accepted.clientId(), publicIp);
        }
    }

    /**
     * Stores a new public key of the client's own.
     *
     * @return the admission, whose configuration contains the new key; empty when the key belongs to another client and the
     *     session was dismissed
     */
    private Optional<Admission.Accepted> adoptOwnKey(
            Session session, ClientType type, Admission.Accepted accepted, @Nullable String publicKey) {
        if (publicKey == null || publicKey.equals(accepted.ownKey())) {
            return Optional.of(accepted);
        }
        if (!adopt(session, type, accepted.clientId(), publicKey)) {
            count(session, Outcome.REFUSED);
            session.dismiss(
                    new ControlMessage.AuthError("The public key belongs to another client"),
                    CloseCode.AUTHENTICATION_FAILED);
            return Optional.empty();
        }
        return Optional.of(clientKeys
                .offer(type, accepted.clientId())
                .map(offered -> accepted.with(offered.offer(), offered.revision()))
                .orElse(accepted));
    }

    private void join(
            Session session, SessionState.Authenticating state, Admission.Accepted accepted, ClientMessage.Auth auth)
            throws ExecutionException, InterruptedException, TimeoutException {
        var capabilities = session.dialect().granted(state.type(), auth.capabilities());
        // Awaited, so that messages behind the auth find a live session.
        fanout.join(session, state, accepted, capabilities, auth.resume()).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        count(session, Outcome.ACCEPTED);
    }

    /**
     * Handles an {@code auth} of a live session. A client that authenticated with the handshake may send one for its other fields;
     * with another key it is refused.
     *
     * @throws InvalidMessageException when the message is malformed, or the session authenticated by an earlier {@code auth}
     */
    void repeated(Session session, SessionState.Live live, ClientMessage.Auth auth) throws InvalidMessageException {
        if (!session.handshake().bearer()) {
            throw new InvalidMessageException(
                    MessageErrorCode.INVALID_MESSAGE, "This connection is already authenticated");
        }
        var claim = AuthClaim.of(session.handshake(), auth, session.dialect().toleratesInvalidFields());
        if (claim.keyHash().isEmpty()) {
            refuse(session);
            return;
        }
        if (live.type() == ClientType.GATEWAY && claim.publicIp() != null) {
            gatewayAddresses.report(live.clientId(), claim.publicIp());
        }
        if (claim.publicKey() != null && !adopt(session, live.type(), live.clientId(), claim.publicKey())) {
            throw new InvalidMessageException(
                    MessageErrorCode.INVALID_MESSAGE, "\"publicKey\" belongs to another client");
        }
    }

    private boolean adopt(Session session, ClientType type, UUID clientId, String publicKey) {
        return clientKeys.adopt(
                type, clientId, publicKey, session.handshake().client().host());
    }

    /** Checked again after the upgrade, because the type may become known with the key only. */
    private boolean lacksCertificate(Session session, ClientType type) {
        return gatewaysNeedCertificate
                && type == ClientType.GATEWAY
                && !session.handshake().certified();
    }

    private void refuse(Session session) {
        var client = session.handshake().client();
        failures.count(client);
        count(session, Outcome.REFUSED);
        audit.refusedAuthentication(client.host(), "websocket");
        session.dismiss(new ControlMessage.AuthError("Invalid API key"), CloseCode.AUTHENTICATION_FAILED);
    }

    /** Several connections take over from one another: the open one stays. One entry of the audit for each such period. */
    private void refuse(Session session, ClientType type, Admission.Damped damped) {
        count(session, Outcome.REFUSED);
        if (damped.isFirst()) {
            LOG.warnf(
                    "Several clients use one API key in turn: newcomers are refused client=%s until=%s",
                    damped.clientId(), damped.until());
            audit.record(AuditEntry.now(
                    type.wireName() + ":" + damped.clientId(),
                    session.handshake().client().host(),
                    "connection.refuse",
                    damped.clientId().toString(),
                    AuditOutcome.DENIED));
        }
        session.dismiss(
                new ControlMessage.AuthError(
                        "Another connection uses this API key; connect again after " + damped.until()),
                CloseCode.REPLACED);
    }

    private void fail(Session session, Throwable e) {
        if (DatabaseFailures.isTemporary(e) || session.isClosed()) {
            // The feed and presence log an outage once; each client of a storm must not.
            LOG.debugf(e, "A client could not be authenticated sessionId=%s", session.id());
        } else {
            LOG.errorf(e, "A client could not be authenticated sessionId=%s", session.id());
        }
        count(session, Outcome.FAILED);
        session.dismiss(new ControlMessage.AuthError("Internal server error"), CloseCode.INTERNAL);
    }

    private void count(Session session, Outcome outcome) {
        var handshake = session.handshake();
        var via = handshake.bearer() ? Via.BEARER : handshake.keyHash() == null ? Via.MESSAGE : Via.QUERY;
        metrics.count(via, outcome);
    }
}
