package io.kakuremichi.control.session;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.platform.ClientAddress;
import io.kakuremichi.control.platform.Limit;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.Codec;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection's life: its {@link SessionState}, what waits to be handled, what waits to be sent.
 *
 * <p>Threads: the event loop calls {@link #heard} and {@link #closed}; a virtual thread of the inbox handles messages one
 * after the other, one of the outbox sends them one after the other; the sequencer's thread makes the session live and tells
 * it of changes. State moves by compare-and-set, so that a close wins against everything.
 */
final class Session {
    private static final Logger LOG = Logger.getLogger(Session.class);

    private final UUID id = UUID.randomUUID();
    private final Handshake handshake;
    private final Wire wire;
    private final Codec codec;
    private final SessionListener listener;
    private final Duration sendTimeout;
    private final ErrorBudget errors;
    private final RateLimit rate;
    private final KeyReceipt keyReceipt = new KeyReceipt();
    private final Mailbox<Incoming> inbox;
    private final Mailbox<Outgoing> outbox;
    private final AtomicReference<SessionState> state =
            new AtomicReference<SessionState>(new SessionState.AwaitingAuth());

    private volatile Instant lastHeard = Instant.now();
    private volatile long sentRevision;

    /** What {@link #takeTouch} gave away last; confined to its caller. */
    private Instant touchedAt = Instant.EPOCH;

    private long touchedRevision;

    Session(Handshake handshake, Wire wire, Codec codec, SessionLimits limits, SessionListener listener) {
        this.handshake = handshake;
        this.wire = wire;
        this.codec = codec;
        this.listener = listener;
        this.sendTimeout = limits.sendTimeout();
        this.errors = new ErrorBudget(limits.errorsPerMinute());
        this.rate = new RateLimit(limits.messagesPerSecond(), limits.messageBurst(), System::nanoTime);
        this.inbox = new Mailbox<>(limits.inboundQueue(), incoming -> listener.handle(this, incoming));
        this.outbox = new Mailbox<>(limits.outboundQueue(), this::deliver);
    }

    UUID id() {
        return id;
    }

    Handshake handshake() {
        return handshake;
    }

    Codec codec() {
        return codec;
    }

    SessionState state() {
        return Objects.requireNonNull(state.get());
    }

    boolean isClosed() {
        return state.get() instanceof SessionState.Closed;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    /** Moves on, unless something else (only ever a close) was faster. */
    boolean move(SessionState from, SessionState to) {
        if (!state.compareAndSet(from, to)) {
            return false;
        }
        if (from instanceof SessionState.AwaitingAuth) {
            listener.showedKey(this);
        }
        return true;
    }

    /** The socket is open. On the event loop, before anything is heard. */
    void opened() {
        if (handshake.bearer()) {
            inbox.offer(new Incoming.Greeting());
        }
    }

    /** A text frame came. On the event loop: never blocks. */
    void heard(String text) {
        lastHeard = Instant.now();
        if (isClosed()) {
            return;
        }
        if (rate.spend()) {
            receive(new Incoming.Text(text, keyReceipt.isOpen()));
        } else {
            listener.reached(Limit.MESSAGES);
            refuse(ErrorCode.RATE_LIMITED, "Too many messages; this one is dropped");
        }
    }

    /** A pong came. No sign of life: a hung program's library still answers. On the event loop. */
    void ponged(String payload) {
        if (keyReceipt.isOpen()) {
            receive(new Incoming.Pong(payload));
        }
    }

    private void receive(Incoming incoming) {
        if (!isClosed() && !inbox.offer(incoming)) {
            listener.reached(Limit.INBOUND_QUEUE);
            LOG.infof("Closing a client that sends faster than it is served sessionId=%s", id);
            close(CloseCode.OVERLOADED);
        }
    }

    /** Where the private key is that this connection was sent. */
    KeyReceipt keyReceipt() {
        return keyReceipt;
    }

    /**
     * Queues a message.
     *
     * @return false when the outbox is full; then every waiting message of state was dropped, a {@link Outgoing.Resync} waits
     *     in their place, and the caller must offer no more of them until {@link SessionListener#resync}
     */
    boolean offer(Outgoing.Message message) {
        if (isClosed() || outbox.offer(message)) {
            return true;
        }
        outbox.drop(waiting -> waiting instanceof Outgoing.Message each && each.isOfState());
        if (!outbox.offer(new Outgoing.Resync())) {
            // Nothing but answers to its own messages fills it: it floods and does not read.
            close(CloseCode.OVERLOADED);
        }
        return false;
    }

    /** Answers bad input, and closes when that happens too often. */
    void refuse(ErrorCode code, String text) {
        if (!errors.spend()) {
            listener.reached(Limit.ERRORS);
            LOG.infof("Closing a client after too many errors sessionId=%s", id);
            close(CloseCode.OVERLOADED);
            return;
        }
        answer(new ControlMessage.Fault(code, text));
    }

    /** Queues a message that is not about stored state. */
    void answer(ControlMessage message) {
        if (!isClosed() && !outbox.offer(new Outgoing.Message(message, 0))) {
            close(CloseCode.OVERLOADED);
        }
    }

    /** Says a last word, then closes. */
    void dismiss(ControlMessage lastWord, CloseCode code) {
        answer(lastWord);
        if (!isClosed() && !outbox.offer(new Outgoing.Close(code))) {
            close(code);
        }
    }

    /**
     * Closes now; what waits is dropped. Any thread; the first call counts.
     *
     * @return completes when the close frame is written
     */
    CompletionStage<Void> close(CloseCode code) {
        if (!end()) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.debugf("Closing sessionId=%s code=%d", id, code.number());
        return wire.close(code);
    }

    /** The socket is gone. */
    void closed() {
        end();
    }

    private boolean end() {
        var before = state.getAndSet(SessionState.CLOSED);
        if (before instanceof SessionState.Closed) {
            return false;
        }
        outbox.drop(waiting -> true);
        inbox.drop(waiting -> true);
        listener.ended(this, before);
        return true;
    }

    private void deliver(Outgoing outgoing) {
        switch (outgoing) {
            case Outgoing.Message message -> send(message);
            case Outgoing.Resync() -> listener.resync(this);
            case Outgoing.Close(var code) -> close(code);
        }
    }

    private void send(Outgoing.Message message) {
        if (isClosed()) {
            return;
        }
        var deliveredKey = message.deliveredKey();
        if (deliveredKey != null) {
            keyReceipt.writing(deliveredKey, message.revision());
        }
        try {
            wire.send(message.text(codec)).toCompletableFuture().get(sendTimeout.toNanos(), TimeUnit.NANOSECONDS);
            if (message.isOfState()) {
                sentRevision = message.revision();
            }
            if (deliveredKey != null) {
                wire.ping(KeyReceipt.ping(message.revision()));
                listener.keyWritten(this, deliveredKey);
            }
        } catch (TimeoutException e) {
            LOG.infof("Closing a client that takes nothing sessionId=%s after=%s", id, sendTimeout);
            close(CloseCode.OVERLOADED);
        } catch (ExecutionException e) {
            // The socket broke; its close follows, and with it the end of this session.
            LOG.debugf(e.getCause(), "A message was not sent sessionId=%s", id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Passes on what changed since the last call: when it was heard, and up to which revision it was told.
     *
     * @param always also when nothing did
     */
    void takeTouch(boolean always, TouchConsumer consumer) {
        var heardAt = lastHeard;
        var revision = sentRevision;
        if (state.get() instanceof SessionState.Live live
                && (always || !heardAt.equals(touchedAt) || revision != touchedRevision)) {
            touchedAt = heardAt;
            touchedRevision = revision;
            consumer.accept(live.clientId(), heardAt, revision);
        }
    }

    /** Receives a touch. */
    interface TouchConsumer {
        void accept(UUID clientId, Instant heardAt, long revision);
    }

    /**
     * What came with the upgrade request.
     *
     * @param bearer whether the key is known to be some client's, and does without {@code auth}
     * @param certified whether the client has a certificate that verified
     */
    record Handshake(
            @Nullable ClientType type,
            @Nullable Secret apiKey,
            boolean bearer,
            boolean certified,
            ClientAddress client) {}

    /** How much of a client is put up with. */
    record SessionLimits(
            int inboundQueue,
            int outboundQueue,
            int errorsPerMinute,
            int messagesPerSecond,
            int messageBurst,
            Duration sendTimeout) {}

    /** Whom a session calls. */
    interface SessionListener {
        /** Something that came is to be handled. On the inbox's virtual thread. */
        void handle(Session session, Incoming incoming);

        /** A private key was written to the socket. On the outbox's virtual thread. */
        void keyWritten(Session session, String publicKey);

        /** It showed a key, right or wrong; at most once, not with the handshake, and not after {@link #ended}. */
        void showedKey(Session session);

        /** It ran into a limit. Any thread. */
        void reached(Limit limit);

        /** The outbox was cut over and its last send is through: a fresh configuration is due. */
        void resync(Session session);

        /** The session is over; once, from any thread, with the state it was in. */
        void ended(Session session, SessionState before);
    }
}
