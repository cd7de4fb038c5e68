package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.gateway.GatewayAddresses;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.presence.Arrival;
import io.kakuremichi.control.presence.Presence;
import io.kakuremichi.control.protocol.Capability;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.outbound.Fanout;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * <p>A client that enrolls starts with the second step ({@link EnrollmentLogin}).
 *
 * <p>Runs on the inbox's virtual thread and blocks it until the session is live, so that later messages of the same client are
 * handled by a live session.
 */
@Singleton
class Login {
    /** How long a step may take, for whatever reason, before the client is refused and connects again. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Presence presence;
    private final GatewayAddresses gatewayAddresses;
    private final ClientKeys clientKeys;
    private final Fanout fanout;
    private final LoginResults results;

    Login(
            Presence presence,
            GatewayAddresses gatewayAddresses,
            ClientKeys clientKeys,
            Fanout fanout,
            LoginResults results) {
        this.presence = presence;
        this.gatewayAddresses = gatewayAddresses;
        this.clientKeys = clientKeys;
        this.fanout = fanout;
        this.results = results;
    }

    /**
     * Authenticates a session that awaits it.
     *
     * @throws InvalidMessageException when the message is malformed; the client may send another {@code auth}
     */
    void authenticate(Session session, SessionState.AwaitingAuth state, ClientMessage.Auth auth)
            throws InvalidMessageException, InterruptedException {
        var claim = AuthClaim.of(session.handshake(), auth, session.dialect().toleratesInvalidFields());
        var via = via(session);
        if (claim.keyHash().isEmpty()
                || claim.type().isEmpty()
                || results.lacksCertificate(session, claim.type().get())) {
            results.refused(session, via, "Invalid API key");
            return;
        }
        var authenticating =
                state.authenticating(claim.type().get(), claim.keyHash().get());
        if (session.transition(state, authenticating)) {
            arrive(session, authenticating, auth, claim, via);
        }
    }

    private static Via via(Session session) {
        var handshake = session.handshake();
        return handshake.bearer() ? Via.BEARER : handshake.keyHash() == null ? Via.MESSAGE : Via.QUERY;
    }

    /**
     * Brings a client online and makes its session live.
     *
     * @param via the way in which it presented its secret
     */
    void arrive(
            Session session,
            SessionState.Authenticating authenticating,
            ClientMessage.Auth auth,
            AuthClaim claim,
            Via via)
            throws InterruptedException {
        var type = authenticating.type();
        @Nullable UUID clientId = null;
        try {
            var address = session.handshake().client().toString();
            var receivesProxies = session.dialect().carriesProxies(granted(session, type, auth));
            var arrival = new Arrival(
                    session.id(), type, authenticating.keyHash(), address, receivesProxies, via == Via.ENROLLMENT);
            switch (presence.arrive(arrival).get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                case Admission.Refused() -> results.refused(session, via, "Invalid API key");
                case Admission.Damped damped -> results.damped(session, via, type, damped);
                case Admission.Accepted accepted -> {
                    clientId = accepted.clientId();
                    reportAddress(type, accepted, claim.publicIp());
                    var adopted = adoptOwnKey(session, type, accepted, claim.publicKey(), via);
                    if (adopted.isPresent()) {
                        join(session, authenticating, adopted.get(), auth);
                        results.accepted(via);
                        warn(session, claim.warnings());
                    }
                }
            }
        } catch (ExecutionException | TimeoutException | RuntimeException | LinkageError e) {
            results.failed(session, via, e);
        }
        if (session.isClosed()) {
            // Closed during the arrival: the leave that the close caused may have reached presence before the
            // arrival did.
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
            Session session, ClientType type, Admission.Accepted accepted, @Nullable String publicKey, Via via) {
        if (publicKey == null || publicKey.equals(accepted.ownKey())) {
            return Optional.of(accepted);
        }
        if (!adopt(session, type, accepted.clientId(), publicKey)) {
            results.dismissed(
                    session, via, "The public key belongs to another client", CloseCode.AUTHENTICATION_FAILED);
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
        var capabilities = granted(session, state.type(), auth);
        // Awaited, so that messages behind the auth find a live session.
        fanout.join(session, state, accepted, capabilities, auth.resume()).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Set<Capability> granted(Session session, ClientType type, ClientMessage.Auth auth) {
        return session.dialect().granted(type, auth.capabilities());
    }

    /**
     * Handles an {@code auth} of a live session. A client that authenticated with the handshake may send one for its other fields;
     * with another key it is refused.
     *
     * @throws InvalidMessageException when the message is malformed, or the session authenticated by an earlier {@code auth}
     */
    void repeated(Session session, SessionState.Live live, ClientMessage.Auth auth) throws InvalidMessageException {
        if (!session.handshake().bearer() || auth.enrollmentKey() != null) {
            throw new InvalidMessageException(
                    MessageErrorCode.INVALID_MESSAGE, "This connection is already authenticated");
        }
        var claim = AuthClaim.of(session.handshake(), auth, session.dialect().toleratesInvalidFields());
        if (claim.keyHash().isEmpty()) {
            results.refused(session, Via.BEARER, "Invalid API key");
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
}
