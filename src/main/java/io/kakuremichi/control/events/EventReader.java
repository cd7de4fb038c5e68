package io.kakuremichi.control.events;

import io.kakuremichi.control.access.Credential;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream. It follows the chain at the pace of its socket: it writes while the socket's queue has room, and holds nothing but its
 * position in the chain. Confined to the event loop of its socket, except where noted.
 *
 * <pre>
 * opening ──follow──▶ following ──end──▶ ended
 *    └────────────────────end──────────────▲
 * </pre>
 */
final class EventReader {
    /** What the kernel holds for a reader that does not read. */
    private static final int SOCKET_BUFFER = 32 * 1024;

    /** What waits for the socket beyond that; enough to write without a pause. */
    private static final int QUEUE = 16 * 1024;

    /** How much is written at once. */
    private static final int PIECE = 32 * 1024;

    /** How long a last event and the end of the response may take to be written. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final String IDLE_HANDLER = "idle";
    private static final CharSequence ACCEL_BUFFERING = HttpHeaders.createOptimized("X-Accel-Buffering");

    private final HttpServerResponse response;
    private final Channel channel;
    private final Credential credential;
    private final Set<EventType> types;
    private final long maxLag;
    private final BiConsumer<EventReader, StreamEnd> onEnd;

    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    /** The last link that was written or skipped; null while the stream opens. */
    private @Nullable ChainedEvent position;

    /** The reader has all changes up to this revision. */
    private long after;

    /** {@link System#nanoTime} since which the socket takes nothing, or 0. */
    private long fullSince;

    private volatile boolean ended;

    /** @param onEnd called once */
    EventReader(
            HttpServerRequest request,
            Credential credential,
            Set<EventType> types,
            long maxLag,
            BiConsumer<EventReader, StreamEnd> onEnd) {
        this.response = request.response();
        this.channel =
                ((ConnectionBase) request.connection()).channelHandlerContext().channel();
        this.credential = credential;
        this.types = types;
        this.maxLag = maxLag;
        this.onEnd = onEnd;
    }

    /** The headers of the response, also to a HEAD. */
    static void setHeaders(HttpServerResponse response) {
        // The connection is of no use after the stream, because the limits of requests were lifted.
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(ACCEL_BUFFERING, "no")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }

    /** Any thread. */
    Credential credential() {
        return credential;
    }

    /** Any thread. */
    EventLoop eventLoop() {
        return channel.eventLoop();
    }

    /** Any thread. */
    boolean isEnded() {
        return ended;
    }

    /** Completes when the response has ended by this side, exceptionally when it was never begun. Any thread. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    boolean wants(EventType type) {
        return types.contains(type);
    }

    /** Whether it is not sent every change. */
    private boolean isFiltered() {
        return types.size() < EventType.values().length;
    }

    /** Sends the headers and the first event. */
    void begin(byte[] hello) {
        if (ended) {
            return;
        }
        // A stream has limits of its own, instead of the time limit of requests.
        if (channel.pipeline().get(IDLE_HANDLER) != null) {
            channel.pipeline().remove(IDLE_HANDLER);
        }
        channel.config().setOption(ChannelOption.SO_SNDBUF, SOCKET_BUFFER);
        setHeaders(response);
        response.setChunked(true).setWriteQueueMaxSize(QUEUE).drainHandler(drained -> pump());
        write(hello);
    }

    /** The stream cannot begin; the failure becomes the response. */
    void refuse(RuntimeException failure) {
        if (!ended) {
            leave(StreamEnd.UNAVAILABLE);
            answered.completeExceptionally(failure);
        }
    }

    /** Writes older events; completes when the socket has taken them. */
    Future<Void> write(byte[] bytes) {
        return ended ? Future.failedFuture("the stream has ended") : response.write(Buffer.buffer(bytes));
    }

    /** Follows the chain from a link on; changes up to the revision are known. */
    void follow(ChainedEvent link, long revision) {
        position = link;
        after = revision;
        pump();
    }

    /** Writes events until the socket's queue is full or none is left. */
    void pump() {
        while (!ended && position != null && position.next() != null && !response.writeQueueFull()) {
            position = writeNext(position);
        }
        if (!ended && response.headWritten()) {
            fullSince = !response.writeQueueFull() ? 0 : fullSince == 0 ? System.nanoTime() : fullSince;
        }
    }

    /** Writes a piece of the chain, and returns the last link of it. */
    private ChainedEvent writeNext(ChainedEvent from) {
        var piece = Buffer.buffer();
        var last = from;
        for (var next = from.next(); next != null && piece.length() < PIECE; next = next.next()) {
            if (next.isForAll()) {
                after = next.revision();
            }
            if (next.concerns(types, after)) {
                piece.appendBytes(next.bytes());
            }
            last = next;
        }
        if (piece.length() > 0) {
            response.write(piece);
        }
        return last;
    }

    /**
     * Ends the stream if it lags too far behind.
     *
     * @param length of the chain
     */
    void check(long length, Duration sendTimeout) {
        var lags = position != null && length - position.end() > maxLag;
        var stuck = fullSince != 0 && System.nanoTime() - fullSince > sendTimeout.toNanos();
        if (lags || stuck) {
            end(StreamEnd.TOO_SLOW);
        }
    }

    /** Sends a comment when nothing else waits to be sent. */
    void keepAlive(byte[] comment, byte[] commentWithId, ChainedEvent end) {
        if (!ended && response.headWritten() && !response.writeQueueFull()) {
            write(isFiltered() && position == end ? commentWithId : comment);
        }
    }

    /** Ends the stream. */
    void end(StreamEnd reason) {
        if (ended) {
            return;
        }
        if (!response.headWritten()) {
            refuse(reason == StreamEnd.STOPPING ? StreamRefusals.stopping() : StreamRefusals.unavailable());
            return;
        }
        leave(reason);
        if (reason == StreamEnd.TOO_SLOW) {
            response.end(Buffer.buffer(EventFrames.reset(ResetReason.TOO_SLOW)));
        } else {
            response.end();
        }
        answered.complete(null);
        // A socket that takes nothing would keep the response waiting.
        eventLoop().schedule(() -> channel.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The connection ended. */
    void closed() {
        if (!ended) {
            leave(StreamEnd.CLOSED);
        }
    }

    private void leave(StreamEnd reason) {
        ended = true;
        position = null;
        onEnd.accept(this, reason);
    }

    /** Runs a task on the event loop. Any thread. */
    void execute(Consumer<EventReader> task) {
        eventLoop().execute(() -> task.accept(this));
    }
}
