package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.audit.Audit;
import io.kakuremichi.control.audit.AuditEntry;
import io.kakuremichi.control.audit.AuditOutcome;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.database.DatabaseFailures;
import io.kakuremichi.control.http.FailedAuthentications;
import io.kakuremichi.control.presence.Admission;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.telemetry.AuthenticationMetrics;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Outcome;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Counts the outcomes of authentications, and dismisses sessions that are not authenticated. */
@Singleton
class LoginResults {
    private static final Logger LOG = Logger.getLogger(LoginResults.class);

    private final FailedAuthentications failures;
    private final Audit audit;
    private final AuthenticationMetrics metrics;
    private final boolean gatewaysNeedCertificate;

    LoginResults(FailedAuthentications failures, Audit audit, AuthenticationMetrics metrics, ControlConfig config) {
        this.failures = failures;
        this.audit = audit;
        this.metrics = metrics;
        this.gatewaysNeedCertificate = config.tls().gatewaysNeedCertificate();
    }

    /**
     * Returns whether a client of that type may not authenticate over this connection. Checked again after the upgrade, because the type
     * may become known with the key only.
     */
    boolean lacksCertificate(Session session, ClientType type) {
        return gatewaysNeedCertificate
                && type == ClientType.GATEWAY
                && !session.handshake().certified();
    }

    /** The client is authenticated. */
    void accepted(Via via) {
        metrics.count(via, Outcome.ACCEPTED);
    }

    /** The secret is not valid. */
    void refused(Session session, Via via, String message) {
        var client = session.handshake().client();
        failures.count(client);
        metrics.count(via, Outcome.REFUSED);
        audit.refusedAuthentication(client.host(), "websocket");
        session.dismiss(new ControlMessage.AuthError(message), CloseCode.AUTHENTICATION_FAILED);
    }

    /** The client is refused for a reason that is no failed authentication, or that is counted as one already. */
    void dismissed(Session session, Via via, String message, CloseCode code) {
        metrics.count(via, Outcome.REFUSED);
        session.dismiss(new ControlMessage.AuthError(message), code);
    }

    /** Several connections take over from one another: the open one stays. One entry of the audit for each such period. */
    void damped(Session session, Via via, ClientType type, Admission.Damped damped) {
        metrics.count(via, Outcome.REFUSED);
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

    /** The validity of the secret could not be determined, or the client could not be brought online. */
    void failed(Session session, Via via, Throwable e) {
        if (DatabaseFailures.isTemporary(e) || session.isClosed()) {
            // The feed and presence log an outage once; each client of a storm must not.
            LOG.debugf(e, "A client could not be authenticated sessionId=%s", session.id());
        } else {
            LOG.errorf(e, "A client could not be authenticated sessionId=%s", session.id());
        }
        metrics.count(via, Outcome.FAILED);
        session.dismiss(new ControlMessage.AuthError("Internal server error"), CloseCode.INTERNAL);
    }
}
