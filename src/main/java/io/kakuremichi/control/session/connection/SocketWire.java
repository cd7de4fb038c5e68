package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.protocol.CloseCode;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** A {@link WebSocketConnection}. Callable from any thread; every write begins on the connection's event loop. */
public final class SocketWire implements Wire {
    private static final Logger LOG = Logger.getLogger(SocketWire.class);

    private final WebSocketConnection connection;
    private final EventLoops.Lane lane;

    public SocketWire(WebSocketConnection connection, EventLoops.Lane lane) {
        this.connection = connection;
        this.lane = lane;
    }

    @Override
    public CompletableFuture<Void> send(String text) {
        return begin(new TextWrite(connection, text));
    }

    @Override
    public void ping(String payload) {
        begin(new PingWrite(connection, payload)).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.debugf(failure, "A ping was not sent");
            }
        });
    }

    @Override
    public CompletionStage<Void> close(CloseCode code) {
        return begin(new CloseWrite(connection, code)).exceptionally(failure -> {
            LOG.debugf(failure, "A close frame was not sent");
            return null;
        });
    }

    private CompletableFuture<Void> begin(Write write) {
        lane.execute(write);
        return write;
    }

    /**
     * One write: the task that begins it, the subscriber to its result and the future that callers wait for. One object instead of
     * three, because there is one for each message.
     */
    private abstract static class Write extends CompletableFuture<Void> implements Runnable, UniSubscriber<Void> {
        abstract Uni<Void> write();

        @Override
        public void run() {
            try {
                write().subscribe().withSubscriber(this);
            } catch (RuntimeException e) {
                completeExceptionally(e);
            }
        }

        @Override
        public void onSubscribe(UniSubscription subscription) {
            // Never cancelled.
        }

        @Override
        public void onItem(Void nothing) {
            complete(null);
        }

        @Override
        public void onFailure(Throwable failure) {
            completeExceptionally(failure);
        }
    }

    private static final class TextWrite extends Write {
        private final WebSocketConnection connection;
        private final String text;

        TextWrite(WebSocketConnection connection, String text) {
            this.connection = connection;
            this.text = text;
        }

        @Override
        Uni<Void> write() {
            return connection.sendText(text);
        }
    }

    private static final class PingWrite extends Write {
        private final WebSocketConnection connection;
        private final String payload;

        PingWrite(WebSocketConnection connection, String payload) {
            this.connection = connection;
            this.payload = payload;
        }

        @Override
        Uni<Void> write() {
            return connection.sendPing(Buffer.buffer(payload));
        }
    }

    private static final class CloseWrite extends Write {
        private final WebSocketConnection connection;
        private final CloseCode code;

        CloseWrite(WebSocketConnection connection, CloseCode code) {
            this.connection = connection;
            this.code = code;
        }

        @Override
        Uni<Void> write() {
            // The extension logs a warning when a closed connection is closed again.
            return connection.isClosed()
                    ? Uni.createFrom().voidItem()
                    : connection.close(new CloseReason(code.number(), code.reason()));
        }
    }
}
