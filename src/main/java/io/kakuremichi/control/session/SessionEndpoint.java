package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ErrorCode;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Translates between WebSockets Next and a {@link Session}, and does nothing else. Everything runs on the connection's event
 * loop and never blocks: WebSockets Next would queue what comes meanwhile without a bound.
 */
abstract class SessionEndpoint {
    private static final Logger LOG = Logger.getLogger(SessionEndpoint.class);
    private static final TypedKey<Session> SESSION = new TypedKey<>("session");

    private final Sessions sessions;
    private final SessionMetrics metrics;

    SessionEndpoint(Sessions sessions, SessionMetrics metrics) {
        this.sessions = sessions;
        this.metrics = metrics;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        var admitted = Objects.requireNonNull(connection.userData().remove(UpgradeCheck.ADMITTED));
        IdleLimit.lift(admitted.connection());
        connection.userData().put(SESSION, sessions.open(admitted.handshake(), new ConnectionWire(connection)));
    }

    @OnTextMessage
    @NonBlocking
    void text(String text, WebSocketConnection connection) {
        metrics.received();
        session(connection).ifPresent(session -> session.heard(text));
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer binary, WebSocketConnection connection) {
        session(connection).ifPresent(session -> session.refuse(ErrorCode.INVALID_MESSAGE, "Messages are text frames"));
    }

    @OnPongMessage
    @NonBlocking
    void pong(Buffer payload, WebSocketConnection connection) {
        session(connection).ifPresent(session -> session.ponged(payload.toString()));
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        session(connection).ifPresent(Session::closed);
    }

    /** A broken socket is closed by the server below; a message too big is the one error that leaves it open. */
    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection connection) {
        LOG.debugf(failure, "A connection failed %s", connection.id());
        var code = failure instanceof IllegalStateException ? CloseCode.TOO_BIG : CloseCode.INTERNAL;
        session(connection).ifPresent(session -> session.close(code));
    }

    private static Optional<Session> session(WebSocketConnection connection) {
        return Optional.ofNullable(connection.userData().get(SESSION));
    }

    private record ConnectionWire(WebSocketConnection connection) implements Wire {
        @Override
        public CompletionStage<Void> send(String text) {
            return connection.sendText(text).subscribeAsCompletionStage();
        }

        @Override
        public void ping(String payload) {
            connection
                    .sendPing(Buffer.buffer(payload))
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf(failure, "A ping was not sent %s", connection.id()));
        }

        @Override
        public CompletionStage<Void> close(CloseCode code) {
            if (connection.isClosed()) {
                return CompletableFuture.completedFuture(null);
            }
            return connection
                    .close(new CloseReason(code.number(), code.reason()))
                    .onFailure()
                    .invoke(failure -> LOG.debugf(failure, "A close was not sent %s", connection.id()))
                    .onFailure()
                    .recoverWithNull()
                    .subscribeAsCompletionStage();
        }
    }
}
