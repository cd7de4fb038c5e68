package io.kakuremichi.control.session;

import io.kakuremichi.control.certificate.CertificateIntake;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.tunnel.TunnelReports;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** What each message of a client does. Called on the inbox's virtual thread; blocking holds up this client only. */
@Singleton
class MessageHandler {
    private static final Logger LOG = Logger.getLogger(MessageHandler.class);
    private static final int MAX_STATUS_LENGTH = 64;

    private final Dialects dialects;
    private final Login authenticator;
    private final CertificateIntake certificates;
    private final TunnelReports reports;
    private final KeyConfirmation keyConfirmation;
    private final Sequencer sequencer;

    MessageHandler(
            Dialects dialects,
            Login authenticator,
            CertificateIntake certificates,
            TunnelReports reports,
            KeyConfirmation keyConfirmation,
            Sequencer sequencer) {
        this.dialects = dialects;
        this.keyConfirmation = keyConfirmation;
        this.authenticator = authenticator;
        this.certificates = certificates;
        this.reports = reports;
        this.sequencer = sequencer;
    }

    /** Handles one frame; whatever goes wrong is answered, and never leaves here. */
    void handle(Session session, InboundItem incoming) {
        try {
            dispatch(session, incoming);
        } catch (InvalidMessageException e) {
            session.refuse(e.code(), e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            if (DatabaseFailures.isTemporary(e)) {
                // Told once, by those who watch the database.
                LOG.debugf(e, "A message could not be handled sessionId=%s", session.id());
            } else {
                LOG.errorf(e, "A message could not be handled sessionId=%s", session.id());
            }
            session.refuse(MessageErrorCode.INTERNAL_ERROR, "Internal server error");
        }
    }

    /**
     * Handles a message that only touches memory, of a client with no key to confirm. On the event loop: never blocks.
     *
     * @return false when it is another one, of which nothing was done
     */
    boolean handleAtOnce(Session session, String text) {
        try {
            switch (session.dialect().codec().decode(text)) {
                case ClientMessage.Heartbeat() -> {}
                case ClientMessage.Ping() -> session.answer(new ControlMessage.Pong());
                case ClientMessage.Condition(var trouble) -> session.troubled(trouble);
                case ClientMessage.ConfigAck ack -> acknowledged(session, ack);
                case ClientMessage.Auth auth -> {
                    return false;
                }
                case ClientMessage.Status status -> {
                    return false;
                }
                case ClientMessage.CertificateObtained obtained -> {
                    return false;
                }
            }
        } catch (InvalidMessageException e) {
            session.refuse(e.code(), e.text());
        }
        return true;
    }

    private void dispatch(Session session, InboundItem incoming)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        switch (incoming) {
            case InboundItem.Text text -> dispatch(session, text);
            case InboundItem.Greeting(var auth) -> {
                if (session.state() instanceof SessionState.AwaitingAuth state) {
                    authenticator.authenticate(session, state, auth);
                }
            }
            case InboundItem.Pong(var payload) -> {
                session.keyReceipt().pong(payload);
                if (session.state() instanceof SessionState.Live live) {
                    keyConfirmation.confirmReceived(session, live);
                }
            }
        }
    }

    private void dispatch(Session session, InboundItem.Text incoming)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        switch (session.state()) {
            case SessionState.AwaitingAuth state -> {
                session.speak(dialects.of(incoming.text()));
                if (!(session.dialect().codec().decode(incoming.text()) instanceof ClientMessage.Auth auth)) {
                    throw new InvalidMessageException(
                            MessageErrorCode.NOT_AUTHENTICATED, "The first message must be \"auth\"");
                }
                authenticator.authenticate(session, state, auth);
            }
            case SessionState.Live live -> {
                handle(session, live, session.dialect().codec().decode(incoming.text()), incoming.behindKey());
                keyConfirmation.confirmReceived(session, live);
            }
            case SessionState.Authenticating refused -> {
                // Authentication is over by now, so it was refused: what came behind it is not looked at.
            }
            case SessionState.Closed closed -> {
                // Nobody is left to answer.
            }
        }
    }

    private void handle(Session session, SessionState.Live live, ClientMessage message, boolean behindKey)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        switch (message) {
            case ClientMessage.Auth auth -> authenticator.authenticatedAlready(session, live, auth);
            case ClientMessage.Heartbeat() -> implicitConfirmation(session, live, behindKey);
            case ClientMessage.Ping() -> session.answer(new ControlMessage.Pong());
            case ClientMessage.Condition(var trouble) -> session.troubled(trouble);
            case ClientMessage.ConfigAck ack -> acknowledged(session, ack);
            case ClientMessage.Status status -> {
                only(ClientType.AGENT, live, "status");
                implicitConfirmation(session, live, behindKey);
                report(live.clientId(), status);
            }
            case ClientMessage.CertificateObtained obtained -> {
                only(ClientType.GATEWAY, live, "certificate_obtained");
                certificates.obtained(live.clientId(), obtained);
            }
        }
    }

    private void acknowledged(Session session, ClientMessage.ConfigAck ack) throws InvalidMessageException {
        var revision = ack.revision() == null ? session.progress().told() : ack.revision();
        if (revision < 0 || revision > sequencer.revision()) {
            throw new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, "There is no such revision yet");
        }
        if (ack.success()) {
            session.progress().applied(revision);
            session.keyReceipt().acknowledged(ack.revision());
        } else {
            session.progress().failed(revision, ack.error());
        }
    }

    private static void implicitConfirmation(Session session, SessionState.Live live, boolean behindKey) {
        if (!live.acks() && behindKey) {
            session.keyReceipt().spoke();
        }
    }

    private static void only(ClientType type, SessionState.Live live, String message) throws InvalidMessageException {
        if (live.type() != type) {
            throw new InvalidMessageException(
                    MessageErrorCode.FORBIDDEN,
                    "A%s may not send \"%s\"".formatted(type == ClientType.AGENT ? " gateway" : "n agent", message));
        }
    }

    /** Keeps what is about the agent's own tunnels; the rest is refused by name. */
    private void report(UUID agentId, ClientMessage.Status status)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        for (var each : status.tunnels()) {
            var text = each.status();
            // PostgreSQL's text can't hold U+0000: such a report would never be written, nor those that wait with it.
            if (text.isBlank() || text.length() > MAX_STATUS_LENGTH || text.indexOf('\0') >= 0) {
                throw new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE,
                        "\"status\" must have 1 to %d characters, none of them U+0000".formatted(MAX_STATUS_LENGTH));
            }
        }
        var own = sequencer
                .read(topology -> {
                    var byDomain = new HashMap<String, UUID>();
                    topology.tunnelsOf(agentId).forEach(tunnel -> byDomain.put(tunnel.domain(), tunnel.id()));
                    return byDomain;
                })
                .get();
        var refused = new ArrayList<String>();
        var kept = new HashMap<UUID, String>();
        for (var each : status.tunnels()) {
            var tunnel = own.get(each.domain());
            if (tunnel == null) {
                refused.add(each.domain());
            } else {
                kept.put(tunnel, each.status());
            }
        }
        reports.report(Map.copyOf(kept));
        if (!refused.isEmpty()) {
            throw new InvalidMessageException(
                    MessageErrorCode.FORBIDDEN, refused.size() + " of the domains are not this agent's");
        }
    }
}
