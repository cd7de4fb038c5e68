package io.kakuremichi.control.session;

import io.kakuremichi.control.presence.LiveSessions.Report;
import io.kakuremichi.control.presence.LiveSessions.Touch;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.telemetry.Limit;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection's life: its {@link SessionState}, what waits to be handled, what waits to be sent.
 *
 * <p>Threads: the event loop calls {@link #heard} and {@link #closed}; a virtual thread of the inbox handles messages one
 * after the other; the outbox sends one after the other on whatever thread offered, or ended the send before; the sequencer's thread
 * makes the session live and tells it of changes. State moves by compare-and-set, so that a close wins against everything.
 */
final class Session {
    private static final Logger LOG = Logger.getLogger(Session.class);

    /** What is no longer than this is quickly read, on the event loop too. */
    private static final int SMALL = 512;

    private final UUID id = UUID.randomUUID();
    private final Handshake handshake;
    private final Wire wire;
    private final SessionListener listener;
    private final Sender sending;
    private final ErrorBudget errors;
    private final RateLimit rate;
    private final KeyReceipt keyReceipt = new KeyReceipt();
    private final Progress progress;
    private final int outboundQueue;
    private final Mailbox<InboundItem> inbox;
    private final Outbox outbox;
    private final AtomicReference<SessionState> state =
            new AtomicReference<SessionState>(new SessionState.AwaitingAuth());

    /** Settled before the session is live. */
    private volatile Dialect dialect;

    private volatile boolean troubled;
    private final Instant openedAt = Instant.now();
    private volatile Instant lastHeard = openedAt;

    /** What {@link #takeTouch} gave away last; confined to its caller. */
    private Instant touchedAt = Instant.EPOCH;

    private long touchedRevision;

    /** What {@link #takeReport} gave away last. Two threads may both give it away, which is harmless. */
    private volatile @Nullable Report reported;

    Session(Handshake handshake, Wire wire, Dialect dialect, SessionLimits limits, SessionListener listener) {
        this.handshake = handshake;
        this.wire = wire;
        this.dialect = dialect;
        this.listener = listener;
        this.sending = new Sender(this, wire, listener, limits.sendTimeout());
        this.errors = new ErrorBudget(limits.errorsPerMinute());
        this.rate = new RateLimit(limits.messagesPerSecond(), limits.messageBurst(), System::nanoTime);
        this.outboundQueue = limits.outboundQueue();
        this.progress = new Progress(outboundQueue);
        this.inbox = new Mailbox<>(limits.inboundQueue(), incoming -> listener.handle(this, incoming));
        this.outbox = new Outbox(limits.outboundQueue(), sending::begin);
    }

    UUID id() {
        return id;
    }

    Handshake handshake() {
        return handshake;
    }

    Dialect dialect() {
        return dialect;
    }

    /** It turned out to be this one that the client speaks. On the inbox's virtual thread, before the session is live. */
    void speak(Dialect spoken) {
        dialect = spoken;
    }

    Progress progress() {
        return progress;
    }

    /** The client says whether it is in trouble. */
    void troubled(boolean trouble) {
        troubled = trouble;
    }

    SessionState state() {
        return Objects.requireNonNull(state.get());
    }

    boolean isClosed() {
        return state.get() instanceof SessionState.Closed;
    }

    Instant openedAt() {
        return openedAt;
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
        if (handshake.greeting() != null) {
            inbox.offer(new InboundItem.Greeting(handshake.greeting()));
        }
    }

    /** A text frame came. On the event loop: never blocks. */
    void heard(String text) {
        lastHeard = Instant.now();
        if (isClosed()) {
            return;
        }
        if (!rate.spend() && !(acks() && progress.takeOwed())) {
            listener.reached(Limit.MESSAGES);
            refuse(MessageErrorCode.RATE_LIMITED, "Too many messages; this one is dropped");
        } else if (!handledAtOnce(text)) {
            receive(new InboundItem.Text(text, keyReceipt.isOpen()));
        }
    }

    /** Most of what comes is heartbeats and acknowledgements: a thread for each would cost more than they do. */
    private boolean handledAtOnce(String text) {
        return text.length() <= SMALL
                && state.get() instanceof SessionState.Live
                && !keyReceipt.isOpen()
                && inbox.isIdle()
                && listener.handleAtOnce(this, text);
    }

    /** A pong came. No sign of life: a hung program's library still answers. On the event loop. */
    void ponged(String payload) {
        if (keyReceipt.isOpen()) {
            receive(new InboundItem.Pong(payload));
        }
    }

    private boolean acks() {
        return state.get() instanceof SessionState.Live live && live.acks();
    }

    private void receive(InboundItem incoming) {
        // Every change may be answered, and a burst of them must not pass for a client that sends too much.
        if (!isClosed() && !inbox.offer(incoming, acks() ? outboundQueue : 0)) {
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
     * Queues what is to be told of stored state.
     *
     * @return false when the outbox is full; then everything of state that waits was dropped, a {@link OutboundItem.Resync} waits
     *     in its place, and the caller must offer no more of it until {@link SessionListener#resync}
     */
    boolean offer(OutboundItem outgoing) {
        if (isClosed()) {
            outgoing.over();
            return true;
        }
        if (outbox.offer(outgoing)) {
            return true;
        }
        listener.dropped(outbox.drop(OutboundItem::isOfState));
        if (!outbox.offer(new OutboundItem.Resync())) {
            // Nothing but answers to its own messages fills it: it floods and does not read.
            close(CloseCode.OVERLOADED);
        }
        return false;
    }

    /** Queues what makes the client know that it is authenticated. */
    void open(OutboundItem.Opening opening) {
        if (isClosed() || !outbox.offer(opening)) {
            opening.over();
            close(CloseCode.OVERLOADED);
        }
    }

    /** Answers bad input, and closes when that happens too often. */
    void refuse(MessageErrorCode code, String text) {
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
        if (!isClosed() && !outbox.offer(OutboundItem.Message.answer(message))) {
            close(CloseCode.OVERLOADED);
        }
    }

    /** Says a last word, then closes. */
    void dismiss(ControlMessage lastWord, CloseCode code) {
        answer(lastWord);
        if (!isClosed() && !outbox.offer(new OutboundItem.Close(code))) {
            close(code);
        }
    }

    /**
     * Closes now; what waits is dropped. Any thread; the first call counts.
     *
     * @return completes when the close frame is written
     */
    CompletionStage<Void> close(CloseCode code) {
        if (!end(code)) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.debugf("Closing sessionId=%s code=%d", id, code.number());
        return wire.close(code);
    }

    /** The socket is gone. */
    void closed() {
        end(null);
    }

    private boolean end(@Nullable CloseCode code) {
        var before = state.getAndSet(SessionState.CLOSED);
        if (before instanceof SessionState.Closed) {
            return false;
        }
        outbox.drop(waiting -> true);
        inbox.clear();
        listener.ended(this, before, code);
        return true;
    }

    /** Closes when one send has taken too long. Called now and then. */
    void closeIfStuck() {
        if (sending.isStuck()) {
            listener.reached(Limit.SEND_TIME);
            LOG.infof("Closing a client that takes nothing sessionId=%s", id);
            close(CloseCode.OVERLOADED);
        }
    }

    /**
     * When it was heard and up to which revision it was told, or null when that is the same as at the last call.
     *
     * @param always also when it is
     */
    @Nullable Touch takeTouch(boolean always) {
        var heardAt = lastHeard;
        var revision = sending.revision();
        if (!(state.get() instanceof SessionState.Live live)
                || !always && heardAt.equals(touchedAt) && revision == touchedRevision) {
            return null;
        }
        touchedAt = heardAt;
        touchedRevision = revision;
        return new Touch(live.clientId(), id, heardAt, revision);
    }

    /** What the client said of itself, or null when that is the same as at the last call. */
    @Nullable Report takeReport() {
        if (!(state.get() instanceof SessionState.Live live)) {
            return null;
        }
        return takeReport(live);
    }

    /** The same for a session that has just ended in that state. */
    @Nullable Report takeReport(SessionState.Live live) {
        var report = new Report(live.clientId(), id, progress.applied(), progress.failure(), troubled);
        var nothing = new Report(live.clientId(), id, null, null, false);
        if (report.equals(reported == null ? nothing : reported)) {
            return null;
        }
        reported = report;
        return report;
    }
}
