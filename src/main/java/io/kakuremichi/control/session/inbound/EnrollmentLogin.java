package io.kakuremichi.control.session.inbound;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.enrollment.EnrollRequest;
import io.kakuremichi.control.enrollment.Enrollee;
import io.kakuremichi.control.enrollment.EnrollmentAnswer;
import io.kakuremichi.control.enrollment.EnrollmentRefusedException;
import io.kakuremichi.control.enrollment.Enrollments;
import io.kakuremichi.control.enrollment.RepeatableEnrollments;
import io.kakuremichi.control.protocol.ClientMessage;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.InvalidMessageException;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.telemetry.AuthenticationMetrics.Via;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns an {@code auth} with an enrollment key into a live session or a refusal: creates the client, sends {@code enrolled}, and continues
 * like {@link Login}. Runs on the inbox's virtual thread.
 *
 * <p>The answer is sent after the commit. A connection that breaks before or after loses nothing, because the same key and public key get
 * the same answer again ({@link RepeatableEnrollments}).
 *
 * <p>At most {@value #CONCURRENT} connections enroll at once, so that clients with invented keys leave most of the pool to others. A
 * connection waits for its turn at most as long as it has to authenticate.
 */
@Singleton
class EnrollmentLogin {
    private static final int CONCURRENT = 4;

    /** One text for every reason, so that an unauthenticated caller learns nothing about the key. */
    private static final String INVALID_KEY = "Invalid enrollment key";

    private final RepeatableEnrollments repeatable;
    private final Enrollments enrollments;
    private final Login login;
    private final LoginResults results;
    private final Duration patience;
    private final Semaphore turns = new Semaphore(CONCURRENT, true);

    EnrollmentLogin(
            RepeatableEnrollments repeatable,
            Enrollments enrollments,
            Login login,
            LoginResults results,
            ControlConfig config) {
        this.repeatable = repeatable;
        this.enrollments = enrollments;
        this.login = login;
        this.results = results;
        this.patience = config.session().authTimeout();
    }

    /**
     * Enrolls the client of a session that awaits authentication.
     *
     * @throws InvalidMessageException when the message is malformed; the client may send another {@code auth}
     */
    void enroll(Session session, SessionState.AwaitingAuth state, ClientMessage.Auth auth)
            throws InvalidMessageException, InterruptedException {
        var claim = AuthClaim.of(session.handshake(), auth, session.dialect().toleratesInvalidFields());
        var enrollment = EnrollmentClaim.of(session.handshake(), state, auth, claim);
        var enrolling = state.enrolling();
        if (!session.transition(state, enrolling)) {
            return;
        }
        if (enrollment.key().isEmpty()) {
            results.refused(session, Via.ENROLLMENT, INVALID_KEY);
            return;
        }
        var client = client(session, enrolling, enrollment.key().get(), enrollment.request());
        if (client.isEmpty()) {
            return;
        }
        var apiKey = client.get().apiKey();
        session.answer(new ControlMessage.Enrolled(client.get().id(), apiKey.value()));
        var authenticating = enrolling.authenticating(client.get().type(), apiKey.hash());
        if (session.transition(enrolling, authenticating)) {
            login.arrive(session, authenticating, auth, claim, Via.ENROLLMENT);
        }
    }

    /** Creates the client, or finds it; returns empty when the session was dismissed or closed. */
    private Optional<EnrollmentAnswer> client(
            Session session, SessionState.Enrolling enrolling, Secret key, EnrollRequest request)
            throws InvalidMessageException, InterruptedException {
        try {
            if (!turns.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("too many clients enroll");
            }
            try {
                return session.isClosed() ? Optional.empty() : Optional.of(enroll(session, key, request));
            } finally {
                turns.release();
            }
        } catch (EnrollmentRefusedException e) {
            refused(session, enrolling, e);
        } catch (TimeoutException | RuntimeException | LinkageError e) {
            results.failed(session, Via.ENROLLMENT, e);
        }
        return Optional.empty();
    }

    private EnrollmentAnswer enroll(Session session, Secret key, EnrollRequest request) {
        var handshake = session.handshake();
        return repeatable.enroll(
                key,
                request,
                new Enrollee(
                        handshake.type(),
                        handshake.certified(),
                        handshake.client().host()));
    }

    private void refused(Session session, SessionState.Enrolling enrolling, EnrollmentRefusedException e)
            throws InvalidMessageException {
        enrollments.refused(e, session.handshake().client());
        switch (e.reason()) {
            case UNKNOWN, USED_UP, EXPIRED, REVOKED, WRONG_TYPE, CERTIFICATE_MISSING, PUBLIC_KEY_TAKEN ->
                results.dismissed(session, Via.ENROLLMENT, INVALID_KEY, CloseCode.AUTHENTICATION_FAILED);
            case NAME_TAKEN, PUBLIC_KEY_INVALID, PUBLIC_IP_OF_AGENT -> {
                session.transition(enrolling, enrolling.before());
                throw new InvalidMessageException(MessageErrorCode.INVALID_MESSAGE, String.valueOf(e.getMessage()));
            }
            case POOL_EXHAUSTED ->
                results.dismissed(session, Via.ENROLLMENT, String.valueOf(e.getMessage()), CloseCode.INTERNAL);
        }
    }
}
