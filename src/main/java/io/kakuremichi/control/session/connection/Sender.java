package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.protocol.Codec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages to the socket and records what was written. The outbox calls it for one item at a time, on any thread; no call
 * blocks that thread.
 */
final class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);
    private static final long NOT_SENDING = 0;

    private final Wire wire;
    private final Supplier<Codec> codec;
    private final AppliedProgress progress;
    private final KeyReceipt keyReceipt;
    private final SessionMetrics metrics;
    private final Duration timeout;
    private volatile long revision;
    private volatile boolean stopped;

    /** When the current send began, {@link System#nanoTime} made odd so that it is never {@link #NOT_SENDING}. */
    private volatile long since = NOT_SENDING;

    /**
     * @param codec the session's codec; it is settled before the first message is sent
     * @param timeout how long one send may take before {@link #isStuck} reports it
     */
    Sender(
            Wire wire,
            Supplier<Codec> codec,
            AppliedProgress progress,
            KeyReceipt keyReceipt,
            SessionMetrics metrics,
            Duration timeout) {
        this.wire = wire;
        this.codec = codec;
        this.progress = progress;
        this.keyReceipt = keyReceipt;
        this.metrics = metrics;
        this.timeout = timeout;
    }

    /** Returns the revision of the last message about stored state that was written; 0 before the first. */
    long revision() {
        return revision;
    }

    /** Returns whether a send is under way. */
    boolean isSending() {
        return since != NOT_SENDING;
    }

    /** Returns whether the current send has taken longer than the timeout. */
    boolean isStuck() {
        var began = since;
        return began != NOT_SENDING && System.nanoTime() - began > timeout.toNanos();
    }

    /** Drops every later message. Called when the session ends. */
    void stop() {
        stopped = true;
    }

    /** Begins to send a message; completes when the network took it or never will. */
    CompletableFuture<Void> send(OutboundItem.Message message) {
        // Encoding a whole configuration takes long enough to deserve a thread of its own.
        return message.isLong() ? onVirtualThread(() -> write(message).join()) : write(message);
    }

    /** Begins to send the success and what follows it; completes like {@link #send}. */
    CompletableFuture<Void> open(OutboundItem.Opening opening) {
        return opening.rest().isEmpty()
                ? write(opening.success())
                : onVirtualThread(() -> writeAll(opening.success(), opening.rest()));
    }

    /** The success is not awaited, so that it leaves in one write with the next frame, whose outcome covers both. */
    private void writeAll(OutboundItem.Message success, List<OutboundItem.Message> rest) {
        if (stopped) {
            return;
        }
        var text = success.text(codec.get());
        wire.send(text).thenRun(() -> metrics.sent(success, text.length()));
        rest.forEach(message -> write(message).join());
    }

    private static CompletableFuture<Void> onVirtualThread(Runnable sending) {
        return CompletableFuture.runAsync(sending, Thread::startVirtualThread);
    }

    private CompletableFuture<Void> write(OutboundItem.Message message) {
        if (stopped) {
            return DONE;
        }
        if (message.isOfState()) {
            // Before the write: the acknowledgement may arrive before the write is known to be complete.
            progress.sending(message.revision(), message.digest());
        }
        var deliveredKey = message.deliveredKey();
        if (deliveredKey != null) {
            keyReceipt.writing(deliveredKey, message.revision());
        }
        var text = message.text(codec.get());
        since = System.nanoTime() | 1;
        return wire.send(text).handle((nothing, failure) -> {
            finish(message, text.length(), failure);
            return null;
        });
    }

    private void finish(OutboundItem.Message message, int length, @Nullable Throwable failure) {
        since = NOT_SENDING;
        if (failure != null) {
            // The socket broke; its close follows and ends the session.
            LOG.debug("A message was not sent", failure);
            return;
        }
        metrics.sent(message, length);
        if (message.isOfState()) {
            revision = message.revision();
        }
        if (message.deliveredKey() != null) {
            wire.ping(KeyReceipt.ping(message.revision()));
            message.keyWritten();
        }
    }
}
