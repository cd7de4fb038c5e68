package io.kakuremichi.control.session;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.SessionSettings;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.presence.LiveSessions;
import io.kakuremichi.control.presence.Presence;
import io.kakuremichi.control.presence.Takeover;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.telemetry.Limit;
import io.kakuremichi.control.telemetry.LimitsReached;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All open connections of this replica: makes them, times them out, closes them at the end.
 *
 * <p>Timers run on one thread; what they do is to close, which never blocks.
 */
@ApplicationScoped
class Sessions implements LiveSessions, SessionListener {
    private static final Logger LOG = Logger.getLogger(Sessions.class);

    /** How often within the time that something may take it is looked at. */
    private static final int CHECKS = 10;

    private final Map<UUID, Session> open = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("session-timers").daemon().factory());

    private final Dialects dialects;
    private final MessageHandler handler;
    private final KeyConfirmation keyConfirmation;
    private final Fanout fanout;
    private final Presence presence;
    private final LimitsReached limitsReached;
    private final SessionMetrics metrics;
    private final Unauthenticated unauthenticated = new Unauthenticated();
    private final SessionSettings config;
    private final SessionLimits limits;
    private final Duration drainDuration;
    private volatile boolean accepting;
    private volatile @Nullable Draining draining;

    Sessions(
            Dialects dialects,
            MessageHandler handler,
            KeyConfirmation keyConfirmation,
            Fanout fanout,
            Presence presence,
            LimitsReached limitsReached,
            ControlConfig config,
            SessionMetrics metrics) {
        this.metrics = metrics;
        this.dialects = dialects;
        this.handler = handler;
        this.keyConfirmation = keyConfirmation;
        this.fanout = fanout;
        this.presence = presence;
        this.limitsReached = limitsReached;
        this.config = config.session();
        this.drainDuration = config.drain().duration();
        this.limits = new SessionLimits(
                this.config.inboundQueue(),
                this.config.outboundQueue(),
                this.config.errorsPerMinute(),
                config.limits().messagesPerSecond(),
                config.limits().messageBurst(),
                this.config.sendTimeout());
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        var period = config.heartbeatCheck().toNanos();
        timers.scheduleAtFixedRate(this::closeSilent, period, period, TimeUnit.NANOSECONDS);
        // Looked for now and then: a timer for each connection would hold those of a storm long after they are gone.
        checkWithin(config.authTimeout(), this::closeUnauthenticated);
        checkWithin(config.sendTimeout(), () -> open.values().forEach(Session::closeIfStuck));
        accepting = true;
    }

    private void checkWithin(Duration limit, Runnable check) {
        var period = limit.dividedBy(CHECKS).toNanos();
        timers.scheduleWithFixedDelay(check, period, period, TimeUnit.NANOSECONDS);
    }

    /** False before everything has started and once it stops. */
    boolean isAccepting() {
        return accepting;
    }

    /** Whether connections are being closed because this replica stops. */
    boolean isDraining() {
        return draining != null;
    }

    /** A connection was upgraded. Called before anything of it is heard. */
    Session open(Handshake handshake, Wire wire) {
        var session = new Session(handshake, wire, dialects.standard(), limits, this);
        if (!handshake.bearer()) {
            unauthenticated.opened(handshake.client().counted());
        }
        open.put(session.id(), session);
        var current = draining;
        if (current != null) {
            // Its upgrade was let through a moment before.
            current.add(session);
        }
        session.opened();
        return session;
    }

    /** How many connections there are. */
    int count() {
        return open.size();
    }

    /** Those that have not shown a key yet. */
    Unauthenticated unauthenticated() {
        return unauthenticated;
    }

    @Override
    public void showedKey(Session session) {
        noLongerUnauthenticated(session);
    }

    private void noLongerUnauthenticated(Session session) {
        var handshake = session.handshake();
        if (!handshake.bearer()) {
            unauthenticated.ended(handshake.client().counted());
        }
    }

    @Override
    public void reached(Limit limit) {
        limitsReached.count(limit);
    }

    @Override
    public void handle(Session session, InboundItem incoming) {
        handler.handle(session, incoming);
    }

    @Override
    public boolean handleAtOnce(Session session, String text) {
        return handler.handleAtOnce(session, text);
    }

    @Override
    public void keyWritten(Session session, String publicKey) {
        if (session.state() instanceof SessionState.Live live) {
            keyConfirmation.written(session, live, publicKey);
        }
    }

    @Override
    public void resync(Session session) {
        fanout.resync(session);
    }

    @Override
    public void written(OutboundItem.Message message, int length) {
        metrics.sent(message, length);
    }

    @Override
    public void dropped(int messages) {
        metrics.dropped(messages);
    }

    @Override
    public void ended(Session session, SessionState before, @Nullable CloseCode code) {
        open.remove(session.id());
        metrics.closed(code);
        var current = draining;
        if (current != null) {
            current.ended(open.isEmpty());
        }
        switch (before) {
            case SessionState.AwaitingAuth() -> noLongerUnauthenticated(session);
            case SessionState.Closed() -> {}
            case SessionState.Authenticating state -> presence.leave(session.id(), null);
            case SessionState.Live live -> {
                fanout.leave(session, live);
                var report = session.takeReport(live);
                if (report != null) {
                    presence.report(report);
                }
                presence.leave(session.id(), live.clientId());
                LOG.infof("Client disconnected client=%s sessionId=%s", live.clientId(), session.id());
            }
        }
    }

    @Override
    public Collection<Touch> touched() {
        return touches(false);
    }

    @Override
    public Collection<Touch> all() {
        return touches(true);
    }

    private Collection<Touch> touches(boolean all) {
        return open.values().stream()
                .map(session -> session.takeTouch(all))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Collection<Report> reported() {
        return open.values().stream()
                .map(Session::takeReport)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void moved(Takeover move) {
        fanout.moved(move.clientId(), move.generation());
    }

    private void closeUnauthenticated() {
        var limit = Instant.now().minus(config.authTimeout());
        for (var session : open.values()) {
            if (!(session.state() instanceof SessionState.Live)
                    && session.openedAt().isBefore(limit)) {
                session.close(CloseCode.TIMED_OUT);
            }
        }
    }

    private void closeSilent() {
        var limit = Instant.now().minus(config.heartbeatTimeout());
        for (var session : open.values()) {
            if (session.lastHeard().isBefore(limit)) {
                LOG.infof("Closing a silent client sessionId=%s", session.id());
                session.close(CloseCode.TIMED_OUT);
            }
        }
    }

    /** The authenticated ones of a type. Any thread. */
    Stream<Session> live(ClientType type) {
        return open.values().stream()
                .filter(session -> session.state() instanceof SessionState.Live live && live.type() == type);
    }

    /**
     * Closes every connection before the server below stops, which would close them with 1000, for good as clients understand
     * it. Everything else goes on meanwhile.
     */
    void drain(@Observes @Priority(1000) ShutdownDelayInitiatedEvent event) throws InterruptedException {
        accepting = false;
        LOG.infof("Draining connections=%d duration=%s", open.size(), drainDuration);
        var begun = new Draining(timers, drainDuration, session -> {
            presence.handOver(session.id());
            return session.close(CloseCode.RESTART);
        });
        draining = begun;
        begun.run(open.values());
    }

    void stop(@Observes ShutdownEvent event) {
        accepting = false;
        timers.shutdownNow();
    }
}
