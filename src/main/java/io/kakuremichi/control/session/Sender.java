package io.kakuremichi.control.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a session's outbox gives it to the socket, one at a time, and keeps account of it. Each send begins on any thread;
 * none blocks it.
 */
final class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final long NOT_SENDING = 0;

    private final Session session;
    private final Wire wire;
    private final SessionListener listener;
    private final Duration timeout;
    private volatile long revision;

    /** When the send under way began, {@link System#nanoTime} made odd; or {@link #NOT_SENDING}. */
    private volatile long since = NOT_SENDING;

    Sender(Session session, Wire wire, SessionListener listener, Duration timeout) {
        this.session = session;
        this.wire = wire;
        this.listener = listener;
        this.timeout = timeout;
    }

    /** The last revision of which something was written. */
    long revision() {
        return revision;
    }

    /** Whether one send has taken longer than it may. */
    boolean isStuck() {
        var began = since;
        return began != NOT_SENDING && System.nanoTime() - began > timeout.toNanos();
    }

    /** Begins to send; completes when the network took it or never will. */
    CompletableFuture<Void> begin(OutboundItem outgoing) {
        return switch (outgoing) {
            case OutboundItem.Message message when !message.isLong() -> write(message);
            case OutboundItem.Message message -> apart(() -> write(message).join());
            case OutboundItem.Opening(var success, var rest) ->
                rest.isEmpty() ? write(success) : apart(() -> open(success, rest));
            case OutboundItem.Resync() -> {
                listener.resync(session);
                yield DONE;
            }
            case OutboundItem.Close(var code) -> {
                session.close(code);
                yield DONE;
            }
        };
    }

    /** The success is not waited for, so that it goes out with what follows; what becomes of that tells of both. */
    private void open(OutboundItem.Message success, List<OutboundItem.Message> rest) {
        if (session.isClosed()) {
            return;
        }
        var text = success.text(session.dialect().codec());
        wire.send(text).thenRun(() -> listener.written(success, text.length()));
        rest.forEach(message -> write(message).join());
    }

    /** What takes its time, or waits, has a virtual thread. */
    private static CompletableFuture<Void> apart(Runnable sending) {
        return CompletableFuture.runAsync(sending, Thread::startVirtualThread);
    }

    private CompletableFuture<Void> write(OutboundItem.Message message) {
        if (session.isClosed()) {
            return DONE;
        }
        if (message.isOfState()) {
            // First: the answer may be here before the send is known to be through.
            session.progress().telling(message.revision());
        }
        var deliveredKey = message.deliveredKey();
        if (deliveredKey != null) {
            session.keyReceipt().writing(deliveredKey, message.revision());
        }
        var text = message.text(session.dialect().codec());
        since = System.nanoTime() | 1;
        return wire.send(text).handle((nothing, failure) -> {
            written(message, text.length(), failure);
            return null;
        });
    }

    private void written(OutboundItem.Message message, int length, @Nullable Throwable failure) {
        since = NOT_SENDING;
        if (failure != null) {
            // The socket broke; its close follows, and with it the end of this session.
            LOG.debugf(failure, "A message was not sent sessionId=%s", session.id());
            return;
        }
        listener.written(message, length);
        if (message.isOfState()) {
            revision = message.revision();
        }
        var deliveredKey = message.deliveredKey();
        if (deliveredKey != null) {
            wire.ping(KeyReceipt.ping(message.revision()));
            listener.keyWritten(session, deliveredKey);
        }
    }
}
