package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** A {@link ServerWebSocket}. Any thread; all of it happens on the socket's event loop. */
final class SocketWire implements Wire {
    private static final Logger LOG = Logger.getLogger(SocketWire.class);

    private final ServerWebSocket socket;
    private final EventLoops.Lane lane;

    SocketWire(ServerWebSocket socket, EventLoops.Lane lane) {
        this.socket = socket;
        this.lane = lane;
    }

    @Override
    public CompletableFuture<Void> send(String text) {
        return onEventLoop(() -> socket.writeTextMessage(text));
    }

    @Override
    public void ping(String payload) {
        onEventLoop(() -> socket.writePing(Buffer.buffer(payload))).whenComplete((nothing, failure) -> {
            if (failure != null) {
                LOG.debugf(failure, "A ping was not sent");
            }
        });
    }

    @Override
    public CompletionStage<Void> close(CloseCode code) {
        return onEventLoop(() -> socket.close((short) code.number(), code.reason()))
                .exceptionally(failure -> {
                    LOG.debugf(failure, "A close was not sent");
                    return null;
                });
    }

    private CompletableFuture<Void> onEventLoop(Supplier<Future<Void>> writing) {
        var written = new CompletableFuture<Void>();
        lane.execute(() -> begin(writing, written));
        return written;
    }

    private static void begin(Supplier<Future<Void>> writing, CompletableFuture<Void> written) {
        try {
            writing.get().onComplete(result -> {
                if (result.succeeded()) {
                    written.complete(null);
                } else {
                    written.completeExceptionally(result.cause());
                }
            });
        } catch (RuntimeException e) {
            written.completeExceptionally(e);
        }
    }
}
