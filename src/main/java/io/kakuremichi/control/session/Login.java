package io.kakuremichi.control.session;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.client.ClientKeys;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.gateway.GatewayAddresses;
import io.kakuremichi.control.http.Addresses;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.network.WireGuardPublicKey;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.presence.Arrival;
import io.kakuremichi.control.presence.Presence;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns an {@code auth} into a live session or a refusal: key, online, address, then the join. Called on the inbox's virtual
 * thread and blocks it until presence is committed, so nothing else of the same client is handled meanwhile.
 */
@Singleton
class Login {
    private static final Logger LOG = Logger.getLogger(Login.class);

    private final Presence presence;
    private final GatewayAddresses gatewayAddresses;
    private final ClientKeys clientKeys;
    private final Fanout fanout;
    private final FailedAuthentications failures;
    private final Audit audit;
    private final AuthenticationMetrics authentications;
    private final boolean gatewaysNeedCertificate;

    Login(
            Presence presence,
            GatewayAddresses gatewayAddresses,
            ClientKeys clientKeys,
            Fanout fanout,
            FailedAuthentications failures,
            Audit audit,
            AuthenticationMetrics authentications,
            ControlConfig config) {
        this.authentications = authentications;
        this.audit = audit;
        this.clientKeys = clientKeys;
        this.presence = presence;
        this.gatewayAddresses = gatewayAddresses;
        this.fanout = fanout;
        this.failures = failures;
        this.gatewaysNeedCertificate = config.tls().gatewaysNeedCertificate();
    }

    void authenticate(Session session, SessionState.AwaitingAuth state, ClientMessage.Auth auth)
            throws InvalidMessageException, InterruptedException {
        var publicIp = publicIp(auth);
        var publicKey = publicKey(auth);
        var key = key(session.handshake().apiKey(), auth.apiKey());
        var type = type(session.handshake().type(), auth.type(), key);
        if (key.isEmpty() || type.isEmpty() || lacksCertificate(session, type.get())) {
            refuse(session);
            return;
        }
        var authenticating = state.authenticating(type.get(), key.get().hash());
        if (!session.move(state, authenticating)) {
            return;
        }
        @Nullable UUID clientId = null;
        try {
            var arrival = new Arrival(
                    session.id(),
                    type.get(),
                    authenticating.keyHash(),
                    session.handshake().client().toString());
            switch (presence.arrive(arrival).get()) {
                case Admission.Refused() -> refuse(session);
                case Admission.Accepted accepted -> {
                    clientId = accepted.clientId();
                    if (type.get() == ClientType.GATEWAY && publicIp != null && !publicIp.equals(accepted.publicIp())) {
                        gatewayAddresses.report(accepted.clientId(), publicIp);
                    }
                    var newKey = Objects.equals(publicKey, accepted.ownKey()) ? null : publicKey;
                    if (newKey != null && !adopt(session, type.get(), accepted.clientId(), newKey)) {
                        count(session, Outcome.REFUSED);
                        session.dismiss(
                                new ControlMessage.AuthError("The public key belongs to another client"),
                                CloseCode.AUTHENTICATION_FAILED);
                        return;
                    }
                    // Its first configuration has to know of the client's own key.
                    var admission = newKey == null
                            ? accepted
                            : clientKeys
                                    .offer(type.get(), accepted.clientId())
                                    .map(offered -> accepted.with(offered.offer(), offered.revision()))
                                    .orElse(accepted);
                    var capabilities = session.dialect().granted(type.get(), auth.capabilities());
                    // Waited for, so that what the client sent behind its auth finds a live session.
                    fanout.join(session, authenticating, admission, capabilities, auth.resume())
                            .get();
                    count(session, Outcome.ACCEPTED);
                }
            }
        } catch (ExecutionException | RuntimeException e) {
            if (DatabaseFailures.isTemporary(e)) {
                // Told once, by those who watch the database, and not by each client of a storm.
                LOG.debugf(e, "A client could not be authenticated sessionId=%s", session.id());
            } else {
                LOG.errorf(e, "A client could not be authenticated sessionId=%s", session.id());
            }
            count(session, Outcome.FAILED);
            session.dismiss(new ControlMessage.AuthError("Internal server error"), CloseCode.INTERNAL);
        }
        if (session.isClosed()) {
            // It closed while its arrival was on its way to the database, so its own leave may have come first.
            presence.leave(session.id(), clientId);
        }
    }

    /**
     * A client that showed its key with the handshake may say it again, for the sake of what else is in the message; with another
     * key it must go.
     */
    void authenticatedAlready(Session session, SessionState.Live live, ClientMessage.Auth auth)
            throws InvalidMessageException {
        if (!session.handshake().bearer()) {
            throw new InvalidMessageException(
                    MessageErrorCode.INVALID_MESSAGE, "This connection is authenticated already");
        }
        var publicIp = publicIp(auth);
        var publicKey = publicKey(auth);
        if (key(session.handshake().apiKey(), auth.apiKey()).isEmpty()) {
            refuse(session);
            return;
        }
        if (live.type() == ClientType.GATEWAY && publicIp != null) {
            gatewayAddresses.report(live.clientId(), publicIp);
        }
        if (publicKey != null && !adopt(session, live.type(), live.clientId(), publicKey)) {
            throw new InvalidMessageException(
                    MessageErrorCode.INVALID_MESSAGE, "\"publicKey\" belongs to another client");
        }
    }

    private boolean adopt(Session session, ClientType type, UUID clientId, String publicKey) {
        return clientKeys.adopt(
                type, clientId, publicKey, session.handshake().client().host());
    }

    /** The type may have become known with the key only, after the upgrade. */
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

    private void count(Session session, Outcome outcome) {
        var handshake = session.handshake();
        var via = handshake.bearer() ? Via.BEARER : handshake.apiKey() == null ? Via.MESSAGE : Via.QUERY;
        authentications.count(via, outcome);
    }

    private static @Nullable String publicIp(ClientMessage.Auth auth) throws InvalidMessageException {
        var publicIp = auth.publicIp();
        if (publicIp == null || publicIp.isEmpty()) {
            return null;
        }
        return Addresses.canonical(publicIp)
                .orElseThrow(() -> new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE, "\"publicIp\" must be an IPv4 or IPv6 address"));
    }

    private static @Nullable String publicKey(ClientMessage.Auth auth) throws InvalidMessageException {
        var publicKey = auth.publicKey();
        if (publicKey == null || publicKey.isEmpty()) {
            return null;
        }
        return WireGuardPublicKey.valid(publicKey)
                .orElseThrow(() -> new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE, "\"publicKey\" must be a WireGuard public key in base64"));
    }

    /** The key of the handshake or of the message; none when the two differ. */
    private static Optional<Secret> key(@Nullable Secret ofHandshake, @Nullable Secret ofMessage) {
        if (ofHandshake != null && ofMessage != null && !ofHandshake.hash().matches(ofMessage.hash())) {
            return Optional.empty();
        }
        return Optional.ofNullable(ofMessage != null ? ofMessage : ofHandshake);
    }

    /** The type that the key claims; none when the handshake or the message asked for the other one. */
    private static Optional<ClientType> type(
            @Nullable ClientType ofHandshake, @Nullable ClientType ofMessage, Optional<Secret> key) {
        return key.flatMap(secret -> ClientType.ofKey(secret.value()))
                .filter(claimed -> ofHandshake == null || claimed == ofHandshake)
                .filter(claimed -> ofMessage == null || claimed == ofMessage);
    }
}
