package io.kakuremichi.control.events;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.feed.LoggedChanges;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens streams: sends the changes after a reader's last id from the log, then lets it follow the chain. On a virtual thread for each
 * opening reader.
 *
 * <p>No change is missed or repeated between the two: a position of the chain is taken first, changes up to its revision come from the
 * log, where they are committed, and all later ones from the chain behind that position. If the chain grows too long meanwhile, a later
 * position is taken and the log is read further.
 */
@Singleton
class EventReplay {
    private static final Logger LOG = Logger.getLogger(EventReplay.class);

    /** Entries that are read and sent at once. */
    private static final int BATCH = 200;

    /** Readers that use the database at the same time; others wait, at most as long as a send may take. */
    private static final int AT_ONCE = 3;

    private final EventChain chain;
    private final EventFrames frames;
    private final LoggedChanges log;
    private final Duration sendTimeout;
    private final long patience;
    private final Semaphore database = new Semaphore(AT_ONCE);

    EventReplay(EventChain chain, EventFrames frames, LoggedChanges log, ControlConfig config) {
        this.chain = chain;
        this.frames = frames;
        this.log = log;
        this.sendTimeout = config.events().sendTimeout();
        this.patience = config.events().maxLag().asLongValue() / 2;
    }

    /**
     * Begins a stream and returns when the reader follows the chain, or its stream ended.
     *
     * @param lastId as the reader sent it; null to begin at the current revision
     */
    void open(EventReader reader, @Nullable String lastId) {
        try {
            if (lastId == null) {
                var position = position();
                reader.execute(each -> {
                    each.begin(frames.hello(position.id()));
                    each.follow(position.link(), position.revision());
                });
                return;
            }
            var from = EventId.parse(lastId).orElse(null);
            if (from == null) {
                reset(reader, ResetReason.UNKNOWN_ID, true);
            } else {
                resume(reader, from);
            }
        } catch (SQLException e) {
            LOG.debugf("A stream of events ends, because the log cannot be read: %s", e.getMessage());
            reader.execute(each -> each.end(StreamEnd.UNAVAILABLE));
        } catch (TimeoutException e) {
            reader.execute(each -> each.end(StreamEnd.TOO_SLOW));
        } catch (ExecutionException e) {
            // The connection broke, which ends the stream.
            LOG.debugf("A reader left while it was sent older events");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EventChain.Position position() {
        return Objects.requireNonNull(chain.position(), "the topology is not loaded");
    }

    private void resume(EventReader reader, EventId from)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        var position = position();
        var sent = from.revision();
        var begun = false;
        while (!reader.isEnded()) {
            var batch = read(sent, position.revision());
            var fault = fault(from.epoch(), sent, position, batch);
            if (fault != null) {
                reset(reader, fault, !begun);
                return;
            }
            if (!begun) {
                begun = true;
                reader.execute(each -> each.begin(frames.hello(from)));
            }
            if (batch.entries().isEmpty()) {
                var known = sent;
                var link = position.link();
                reader.execute(each -> each.follow(link, known));
                return;
            }
            send(reader, from.epoch(), batch.entries());
            sent = batch.entries().getLast().revision();
            if (chain.length() - position.link().end() > patience) {
                position = position();
            }
        }
    }

    private LoggedChanges.Batch read(long after, long last) throws SQLException, InterruptedException {
        if (!database.tryAcquire(sendTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new SQLTimeoutException("too many readers resume at the same time");
        }
        try {
            return log.between(after, last, BATCH);
        } finally {
            database.release();
        }
    }

    /** Why the reader cannot go on with this batch, or null. */
    private static @Nullable ResetReason fault(
            UUID epoch, long sent, EventChain.Position position, LoggedChanges.Batch batch) {
        if (!epoch.equals(position.epoch()) || !epoch.equals(batch.epoch()) || sent > batch.head()) {
            return ResetReason.HISTORY_CHANGED;
        }
        // Another replica may be ahead of this one: then the reader has changes that the chain is yet to get.
        var missing = batch.entries().isEmpty()
                ? sent < position.revision()
                : batch.entries().getFirst().revision() != sent + 1;
        return missing ? ResetReason.LOG_PRUNED : null;
    }

    private void send(EventReader reader, UUID epoch, List<LoggedChanges.Entry> entries)
            throws InterruptedException, ExecutionException, TimeoutException {
        var bytes = new ByteArrayOutputStream();
        for (var entry : entries) {
            if (reader.wants(EventItems.type(entry.change()))) {
                bytes.writeBytes(frames.change(epoch, entry));
            }
        }
        if (bytes.size() > 0) {
            var piece = bytes.toByteArray();
            var written = new CompletableFuture<Void>();
            reader.execute(each -> each.write(piece).onComplete(result -> {
                if (result.succeeded()) {
                    written.complete(null);
                } else {
                    written.completeExceptionally(result.cause());
                }
            }));
            written.get(sendTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Lets the reader go on from the current position. */
    private void reset(EventReader reader, ResetReason reason, boolean isFirst) {
        var position = position();
        var reset = frames.resetTo(reason, position.id());
        reader.execute(each -> {
            if (isFirst) {
                each.begin(reset);
            } else {
                each.write(reset);
            }
            each.follow(position.link(), position.revision());
        });
    }
}
