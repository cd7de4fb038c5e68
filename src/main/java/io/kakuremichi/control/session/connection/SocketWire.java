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
import java.util.function.Supplier;
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
        return begin(() -> connection.sendText(text));
    }

    @Override
    public void ping(String payload) {
        begin(() -> connection.sendPing(Buffer.buffer(payload))).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.debugf(failure, "A ping was not sent");
            }
        });
    }

    @Override
    public CompletionStage<Void> close(CloseCode code) {
        return begin(() -> closeIfOpen(code)).exceptionally(failure -> {
            LOG.debugf(failure, "A close frame was not sent");
            return null;
        });
    }

    /** The extension logs a warning when a closed connection is closed again. */
    private Uni<Void> closeIfOpen(CloseCode code) {
        return connection.isClosed()
                ? Uni.createFrom().voidItem()
                : connection.close(new CloseReason(code.number(), code.reason()));
    }

    private CompletableFuture<Void> begin(Supplier<Uni<Void>> operation) {
        var write = new Write(operation);
        lane.execute(write);
        return write;
    }

    /**
     * One write: the task that begins it, the subscriber to its result and the future that callers wait for. One object instead of
     * three, because there is one for each message.
     */
    private static final class Write extends CompletableFuture<Void> implements Runnable, UniSubscriber<Void> {
        private final Supplier<Uni<Void>> operation;

        Write(Supplier<Uni<Void>> operation) {
            this.operation = operation;
        }

        @Override
        public void run() {
            try {
                operation.get().subscribe().withSubscriber(this);
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
}
