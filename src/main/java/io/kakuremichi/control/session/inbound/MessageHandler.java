package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.certificate.CertificateIntake;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.session.connection.InboundHandler;
import io.kakuremichi.control.session.connection.InboundItem;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.dialect.Dialects;
import io.kakuremichi.control.topology.Sequencer;
import io.kakuremichi.control.tunnel.TunnelReports;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** Executes the messages of clients. Runs on the inbox's virtual thread; blocking delays that client only. */
@Singleton
public class MessageHandler implements InboundHandler {
    private static final Logger LOG = Logger.getLogger(MessageHandler.class);
    private static final int MAX_STATUS_LENGTH = 64;

    private final Dialects dialects;
    private final EnrollmentLogin enrollment;
    private final Login login;
    private final CertificateIntake certificates;
    private final TunnelReports reports;
    private final KeyConfirmation keyConfirmation;
    private final Sequencer sequencer;

    MessageHandler(
            Dialects dialects,
            EnrollmentLogin enrollment,
            Login login,
            CertificateIntake certificates,
            TunnelReports reports,
            KeyConfirmation keyConfirmation,
            Sequencer sequencer) {
        this.dialects = dialects;
        this.keyConfirmation = keyConfirmation;
        this.enrollment = enrollment;
        this.login = login;
        this.certificates = certificates;
        this.reports = reports;
        this.sequencer = sequencer;
    }

    @Override
    public void handle(Session session, InboundItem item) {
        try {
            dispatch(session, item);
        } catch (InvalidMessageException e) {
            session.refuse(e.code(), e.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException | LinkageError e) {
            if (DatabaseFailures.isTemporary(e)) {
                // The feed and presence log an outage once; each message of a storm must not.
                LOG.debugf(e, "A message could not be handled sessionId=%s", session.id());
            } else {
                LOG.errorf(e, "A message could not be handled sessionId=%s", session.id());
            }
            session.refuse(MessageErrorCode.INTERNAL_ERROR, "Internal server error");
        }
    }

    @Override
    public boolean handleInMemory(Session session, String text) {
        try {
            switch (session.dialect().codec().decode(text)) {
                case ClientMessage.Heartbeat() -> {}
                case ClientMessage.Ping() -> session.answer(new ControlMessage.Pong());
                case ClientMessage.Condition(var trouble) -> session.activity().troubled(trouble);
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

    private void dispatch(Session session, InboundItem item)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        switch (item) {
            case InboundItem.Text text -> dispatch(session, text);
            case InboundItem.Greeting(var auth) -> {
                if (session.state() instanceof SessionState.AwaitingAuth state) {
                    login.authenticate(session, state, auth);
                }
            }
            case InboundItem.PongFrame(var payload) -> {
                session.keyReceipt().pong(payload);
                if (session.state() instanceof SessionState.Live live) {
                    keyConfirmation.confirmReceived(session, live);
                }
            }
        }
    }

    private void dispatch(Session session, InboundItem.Text message)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        switch (session.state()) {
            case SessionState.AwaitingAuth state -> {
                session.speak(dialects.of(message.text()));
                if (!(session.dialect().codec().decode(message.text()) instanceof ClientMessage.Auth auth)) {
                    throw new InvalidMessageException(
                            MessageErrorCode.NOT_AUTHENTICATED, "The first message must be \"auth\"");
                }
                if (EnrollmentClaim.isMade(state, auth)) {
                    enrollment.enroll(session, state, auth);
                } else {
                    login.authenticate(session, state, auth);
                }
            }
            case SessionState.Live live -> {
                handle(session, live, session.dialect().codec().decode(message.text()), message.behindKey());
                keyConfirmation.confirmReceived(session, live);
            }
            case SessionState.Enrolling refused -> {
                // As in the next state.
            }
            case SessionState.Authenticating refused -> {
                // Login has returned, so it refused the client: messages behind the auth are ignored.
            }
            case SessionState.Closed closed -> {
                // No answer can be sent.
            }
        }
    }

    private void handle(Session session, SessionState.Live live, ClientMessage message, boolean behindKey)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        switch (message) {
            case ClientMessage.Auth auth -> login.repeated(session, live, auth);
            case ClientMessage.Heartbeat() -> implicitConfirmation(session, live, behindKey);
            case ClientMessage.Ping() -> session.answer(new ControlMessage.Pong());
            case ClientMessage.Condition(var trouble) -> session.activity().troubled(trouble);
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
        var revision = ack.revision() == null ? session.progress().sent() : ack.revision();
        if (revision < 0 || revision > sequencer.revision()) {
            throw new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, "No such revision");
        }
        if (ack.success() && ack.revision() == null) {
            session.progress().appliedLast();
            session.keyReceipt().acknowledged(null);
        } else if (ack.success()) {
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

    /** Stores the statuses of the agent's own tunnels and refuses the others. */
    private void report(UUID agentId, ClientMessage.Status status)
            throws InvalidMessageException, InterruptedException, ExecutionException {
        for (var each : status.tunnels()) {
            var text = each.status();
            // PostgreSQL's text can't hold U+0000: such a report would fail the whole batch.
            if (text.isBlank() || text.length() > MAX_STATUS_LENGTH || text.indexOf('\0') >= 0) {
                throw new InvalidMessageException(
                        MessageErrorCode.INVALID_MESSAGE,
                        "\"status\" must have 1 to %s characters, none of them U+0000".formatted(MAX_STATUS_LENGTH));
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
