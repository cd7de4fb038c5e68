package io.kakuremichi.control.session.handshake;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionMetrics;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Translates between WebSockets Next and a {@link Session}; the subclasses only name their paths.
 *
 * <p>Every callback runs on the connection's event loop, returns at once and returns nothing: the extension queues the messages behind a
 * slow callback without a bound (CVE-2026-87742). Processing is {@code CONCURRENT}, which on one event loop keeps the order and spares
 * the limiter that {@code SERIAL} would give each connection.
 *
 * <p>Endpoints inject nothing that depends on a request scope, however indirectly: the extension would then activate a request context
 * for each message. {@link AdmittedUpgrade} therefore brings along what opens the session.
 */
abstract class SessionEndpoint {
    private static final Logger LOG = Logger.getLogger(SessionEndpoint.class);
    private static final TypedKey<Session> SESSION = new TypedKey<>("session");

    private final SessionMetrics metrics;

    SessionEndpoint(SessionMetrics metrics) {
        this.metrics = metrics;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        var data = connection.userData();
        var admitted = Objects.requireNonNull(data.remove(AdmittedUpgrade.KEY));
        data.put(SESSION, admitted.open(connection));
    }

    @OnTextMessage
    @NonBlocking
    void text(String text, WebSocketConnection connection) {
        handle(connection, session -> {
            metrics.received();
            session.received(text);
        });
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer binary, WebSocketConnection connection) {
        handle(connection, session -> session.refuse(MessageErrorCode.INVALID_MESSAGE, "Messages must be text frames"));
    }

    @OnPongMessage
    @NonBlocking
    void pong(Buffer payload, WebSocketConnection connection) {
        handle(connection, session -> session.ponged(payload.toString()));
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        handle(connection, Session::closed);
    }

    /** Vert.x closes a broken socket itself; it leaves one open only after a message of several frames over the size limit. */
    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection connection) {
        var session = session(connection);
        if (session == null) {
            LOG.error("A connection could not be opened", failure);
            var internal = new CloseReason(CloseCode.INTERNAL.number(), CloseCode.INTERNAL.reason());
            connection.close(internal).subscribe().with(done -> {}, e -> LOG.debug("A close frame was not sent", e));
            return;
        }
        LOG.debugf(failure, "A connection failed sessionId=%s", session.id());
        session.close(failure instanceof IllegalStateException ? CloseCode.TOO_BIG : CloseCode.INTERNAL);
    }

    private static @Nullable Session session(WebSocketConnection connection) {
        return connection.userData().get(SESSION);
    }

    /** Catches exceptions of the session, because {@link #error} would mistake some of them for a message over the size limit. */
    private static void handle(WebSocketConnection connection, Consumer<Session> event) {
        var session = session(connection);
        if (session == null) {
            return;
        }
        try {
            event.accept(session);
        } catch (RuntimeException e) {
            LOG.errorf(e, "An event of a connection could not be handled sessionId=%s", session.id());
            session.close(CloseCode.INTERNAL);
        }
    }
}
