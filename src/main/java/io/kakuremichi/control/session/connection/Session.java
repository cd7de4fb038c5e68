package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.protocol.ControlMessage;
import io.kakuremichi.control.protocol.MessageErrorCode;
import io.kakuremichi.control.session.dialect.Dialect;
import io.kakuremichi.control.telemetry.Limit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its upgrade to its close: its {@link SessionState}, its inbox and its outbox.
 *
 * <p>Threads: the event loop calls {@link #received}, {@link #ponged} and {@link #closed}. A virtual thread of the inbox handles
 * messages one after the other. The outbox sends one item after the other, on the thread that offered it or that completed the previous
 * send. The sequencer's thread makes the session live and offers changes. The state changes by compare-and-set, so a close always wins.
 */
public final class Session {
    private static final Logger LOG = Logger.getLogger(Session.class);

    /** Longest text in characters that the event loop may parse itself. */
    private static final int SMALL = 512;

    private final UUID id = UUID.randomUUID();
    private final Handshake handshake;
    private final Wire wire;
    private final InboundHandler handler;
    private final SessionLifecycle lifecycle;
    private final SessionMetrics metrics;
    private final ErrorBudget errors;
    private final RateLimit rate;
    private final KeyReceipt keyReceipt = new KeyReceipt();
    private final AppliedProgress progress;
    private final int outboundQueue;
    private final Mailbox<InboundItem> inbox;
    private final Outbox outbox;
    private final Sender sender;
    private final SessionActivity activity;
    private final AtomicReference<SessionState> state;

    /** Settled before the session is live. */
    private volatile Dialect dialect;

    /** Opens a session that speaks a dialect until {@link #speak} settles it. */
    public Session(
            Handshake handshake,
            SessionState.AwaitingAuth begin,
            Wire wire,
            Dialect dialect,
            SessionLimits limits,
            InboundHandler handler,
            SessionLifecycle lifecycle,
            SessionMetrics metrics) {
        this.handshake = handshake;
        this.state = new AtomicReference<>(begin);
        this.wire = wire;
        this.dialect = dialect;
        this.handler = handler;
        this.lifecycle = lifecycle;
        this.metrics = metrics;
        this.errors = new ErrorBudget(limits.errorsPerMinute());
        this.rate = new RateLimit(limits.messagesPerSecond(), limits.messageBurst(), System::nanoTime);
        this.outboundQueue = limits.outboundQueue();
        this.progress = new AppliedProgress(outboundQueue);
        this.sender = new Sender(wire, () -> dialect().codec(), progress, keyReceipt, metrics, limits.sendTimeout());
        this.activity = new SessionActivity(this, sender, limits.probeTimeout());
        this.inbox = new Mailbox<>(limits.inboundQueue(), item -> handler.handle(this, item));
        this.outbox = new Outbox(limits.outboundQueue(), this::send, this::sendingFailed);
    }

    /** Returns the identifier of this connection, which logs and the database use. */
    public UUID id() {
        return id;
    }

    /** Returns what came with the upgrade request. */
    public Handshake handshake() {
        return handshake;
    }

    /** Returns the dialect that the client speaks. */
    public Dialect dialect() {
        return dialect;
    }

    /** Sets the dialect that the client's first message showed. On the inbox's virtual thread, before the session is live. */
    public void speak(Dialect spoken) {
        dialect = spoken;
    }

    /** Returns how far the client has applied what it was sent. */
    public AppliedProgress progress() {
        return progress;
    }

    /** Returns the state of the private key that this connection was sent. */
    public KeyReceipt keyReceipt() {
        return keyReceipt;
    }

    /** Returns when the client was last heard from, and what presence stores of it. */
    public SessionActivity activity() {
        return activity;
    }

    /** Returns the current state. */
    public SessionState state() {
        return Objects.requireNonNull(state.get());
    }

    /** Returns whether the session has ended. */
    public boolean isClosed() {
        return state.get() instanceof SessionState.Closed;
    }

    /** Makes a transition; returns false when the session was closed meanwhile, and changes nothing then. */
    public boolean transition(SessionState from, SessionState to) {
        if (!state.compareAndSet(from, to)) {
            return false;
        }
        if (to instanceof SessionState.Authenticating) {
            lifecycle.authenticating(this);
        }
        return true;
    }

    /** Begins to authenticate a client that presented its key with the upgrade. On the event loop, before any message. */
    public void opened() {
        if (handshake.greeting() != null) {
            inbox.offer(new InboundItem.Greeting(handshake.greeting()));
        }
    }

    /** Takes a text message. On the event loop; never blocks. */
    public void received(String text) {
        activity.received();
        if (isClosed()) {
            return;
        }
        if (!rate.spend() && !(acks() && progress.takeAcknowledgement())) {
            metrics.reached(Limit.MESSAGES);
            refuse(MessageErrorCode.RATE_LIMITED, "Too many messages; this one is dropped");
            return;
        }
        // Most messages are heartbeats and acknowledgements: a thread for each would cost more than they do.
        var inMemory = text.length() <= SMALL
                && state.get() instanceof SessionState.Live
                && !keyReceipt.isOpen()
                && inbox.isIdle()
                && handler.handleInMemory(this, text);
        if (!inMemory) {
            enqueue(new InboundItem.Text(text, keyReceipt.isOpen()));
        }
    }

    /** Takes a pong. On the event loop. A pong is no sign of life: the library of a hung program still answers pings. */
    public void ponged(String payload) {
        activity.ponged();
        if (keyReceipt.isOpen()) {
            enqueue(new InboundItem.PongFrame(payload));
        }
    }

    private void enqueue(InboundItem item) {
        // A client with ack may answer every change, so a burst of acknowledgements must not count as a flood.
        if (!isClosed() && !inbox.offer(item, acks() ? outboundQueue : 0)) {
            closeAt(Limit.INBOUND_QUEUE);
        }
    }

    private boolean acks() {
        return state.get() instanceof SessionState.Live live && live.acks();
    }

    /**
     * Queues a message about stored state.
     *
     * @param recovered runs once the outbox, if it overflowed, has been sent: the client is due a fresh configuration then
     * @return false when the outbox is full: all queued messages about stored state were dropped, and the caller must offer no more
     *     of them until {@code recovered} runs
     */
    public boolean offer(OutboundItem item, Runnable recovered) {
        if (isClosed()) {
            item.finished();
            return true;
        }
        if (outbox.offer(item)) {
            return true;
        }
        metrics.dropped(outbox.drop(OutboundItem::isOfState));
        if (!outbox.offer(new OutboundItem.Recovery(recovered))) {
            // Only answers to the client's own messages fill the outbox: it floods and doesn't read.
            close(CloseCode.OVERLOADED);
        }
        return false;
    }

    /** Queues the success of the authentication and what follows it. */
    public void open(OutboundItem.Opening opening) {
        if (isClosed() || !outbox.offer(opening)) {
            opening.finished();
            close(CloseCode.OVERLOADED);
        }
    }

    /** Answers bad input with an {@code error}; closes the connection when there were too many within a minute. */
    public void refuse(MessageErrorCode code, String text) {
        if (!errors.spend()) {
            closeAt(Limit.ERRORS);
        } else {
            answer(new ControlMessage.Fault(code, text));
        }
    }

    /** Queues a message that is not about stored state. */
    public void answer(ControlMessage message) {
        if (!isClosed() && !outbox.offer(OutboundItem.Message.answer(message))) {
            close(CloseCode.OVERLOADED);
        }
    }

    /** Sends a last message, then closes. */
    public void dismiss(ControlMessage last, CloseCode code) {
        answer(last);
        if (!isClosed() && !outbox.offer(new OutboundItem.Close(code))) {
            close(code);
        }
    }

    /** Sends a ping by which the client can see that Control is there. Does nothing while a message is being written. */
    public void keepAlive() {
        if (state.get() instanceof SessionState.Live && !sender.isSending()) {
            wire.ping("");
        }
    }

    private CompletableFuture<Void> send(OutboundItem item) {
        switch (item) {
            case OutboundItem.Message message -> {
                return sender.send(message);
            }
            case OutboundItem.Opening opening -> {
                return sender.open(opening);
            }
            case OutboundItem.Recovery(var recovered) -> recovered.run();
            case OutboundItem.Reached reached -> progress.reached(reached);
            case OutboundItem.Close(var code) -> close(code);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Closes the connection and drops what is queued. Completes when the close frame was written. Any thread; the first call counts. */
    public CompletionStage<Void> close(CloseCode code) {
        if (!end(code)) {
            return CompletableFuture.completedFuture(null);
        }
        LOG.debugf("Closing sessionId=%s code=%s", id, code.number());
        return wire.close(code);
    }

    private void sendingFailed(Throwable failure) {
        LOG.errorf(failure, "A message could not be sent sessionId=%s", id);
        close(CloseCode.INTERNAL);
    }

    /** The socket was closed by the client or the network. */
    public void closed() {
        end(null);
    }

    private boolean end(@Nullable CloseCode code) {
        var before = state.getAndSet(SessionState.CLOSED);
        if (before instanceof SessionState.Closed) {
            return false;
        }
        sender.stop();
        outbox.drop(queued -> true);
        inbox.clear();
        lifecycle.ended(this, before, code);
        return true;
    }

    /** Closes the connection when the current send has taken too long. Called periodically. */
    public void closeIfStuck() {
        if (sender.isStuck()) {
            closeAt(Limit.SEND_TIME);
        }
    }

    private void closeAt(Limit limit) {
        metrics.reached(limit);
        LOG.infof("Closing a client that reached a limit limit=%s sessionId=%s", limit.tag(), id);
        close(CloseCode.OVERLOADED);
    }
}
