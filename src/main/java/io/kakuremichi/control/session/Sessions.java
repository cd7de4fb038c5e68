package io.kakuremichi.control.session;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.presence.ContestedClient;
import io.kakuremichi.control.presence.LiveSessions;
import io.kakuremichi.control.presence.Presence;
import io.kakuremichi.control.presence.Takeover;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.session.connection.EventLoops;
import io.kakuremichi.control.session.connection.Handshake;
import io.kakuremichi.control.session.connection.InboundHandler;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionLifecycle;
import io.kakuremichi.control.session.connection.SessionLimits;
import io.kakuremichi.control.session.connection.SessionMetrics;
import io.kakuremichi.control.session.connection.SessionState;
import io.kakuremichi.control.session.connection.Wire;
import io.kakuremichi.control.session.dialect.Dialects;
import io.kakuremichi.control.session.outbound.Fanout;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The registry of all open connections of this replica: opens sessions, observes their end and closes them when the replica stops. */
@ApplicationScoped
public class Sessions implements LiveSessions, SessionLifecycle {
    private static final Logger LOG = Logger.getLogger(Sessions.class);

    private final Map<UUID, Session> open = new ConcurrentHashMap<>();
    private final AtomicInteger unauthenticated = new AtomicInteger();
    private final Dialects dialects;
    private final InboundHandler handler;
    private final Fanout fanout;
    private final Presence presence;
    private final SessionMetrics metrics;
    private final SessionLimits limits;
    private final Duration drainDuration;
    private final SessionTimers timers;
    private volatile boolean accepting;
    private volatile @Nullable Draining draining;

    Sessions(
            Dialects dialects,
            InboundHandler handler,
            Fanout fanout,
            Presence presence,
            SessionMetrics metrics,
            EventLoops eventLoops,
            ControlConfig config) {
        this.dialects = dialects;
        this.handler = handler;
        this.fanout = fanout;
        this.presence = presence;
        this.metrics = metrics;
        this.drainDuration = config.drain().duration();
        this.limits = new SessionLimits(
                config.session().inboundQueue(),
                config.session().outboundQueue(),
                config.session().errorsPerMinute(),
                config.limits().messagesPerSecond(),
                config.limits().messageBurst(),
                config.session().sendTimeout());
        this.timers = new SessionTimers(open.values(), config.session(), eventLoops);
    }

    void start(@Observes @Priority(200) StartupEvent event) {
        timers.start();
        accepting = true;
    }

    /** Returns whether upgrades are permitted: false until everything has started and once the replica stops. */
    public boolean isAccepting() {
        return accepting;
    }

    /** Returns whether connections are being closed because this replica stops. */
    boolean isDraining() {
        return draining != null;
    }

    /** Opens a session for an upgraded connection. On its event loop, before the first message. */
    public Session open(Handshake handshake, SessionState.AwaitingAuth begin, Wire wire) {
        var session = new Session(handshake, begin, wire, dialects.standard(), limits, handler, this, metrics);
        if (!handshake.bearer()) {
            unauthenticated.incrementAndGet();
        }
        open.put(session.id(), session);
        var current = draining;
        if (current != null) {
            // Its upgrade was permitted a moment before draining began.
            current.add(session);
        }
        session.opened();
        return session;
    }

    /** Returns the number of connections. */
    public int count() {
        return open.size();
    }

    /** Returns the number of connections that have not presented a key. */
    public int unauthenticated() {
        return unauthenticated.get();
    }

    @Override
    public void authenticating(Session session) {
        if (!session.handshake().bearer()) {
            unauthenticated.decrementAndGet();
        }
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
            case SessionState.AwaitingAuth state -> authenticating(session);
            case SessionState.Enrolling state -> authenticating(session);
            case SessionState.Closed() -> {}
            case SessionState.Authenticating state -> presence.leave(session.id(), null);
            case SessionState.Live live -> {
                fanout.leave(session, live);
                var report = session.activity().takeReport(live);
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

    @Override
    public @Nullable Touch now(UUID sessionId) {
        var session = open.get(sessionId);
        return session == null ? null : session.activity().now();
    }

    private Collection<Touch> touches(boolean all) {
        return open.values().stream()
                .map(session -> session.activity().takeTouch(all))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Collection<Report> reported() {
        return open.values().stream()
                .map(session -> session.activity().takeReport())
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void takenOver(Takeover takeover) {
        fanout.takenOver(takeover.clientId(), takeover.generation());
    }

    @Override
    public void contested(ContestedClient contested) {
        fanout.contested(contested.clientId());
    }

    /** Returns the authenticated sessions of a type. Any thread. */
    Stream<Session> live(ClientType type) {
        return open.values().stream()
                .filter(session -> session.state() instanceof SessionState.Live live && live.type() == type);
    }

    /**
     * Closes every connection while everything else still runs. Must precede the stop of the HTTP server, which would close them with
     * 1000: clients take that as final and don't reconnect.
     */
    void drain(@Observes @Priority(1000) ShutdownDelayInitiatedEvent event) throws InterruptedException {
        accepting = false;
        LOG.infof("Draining connections=%s duration=%s", open.size(), drainDuration);
        var begun = new Draining(timers.executor(), drainDuration, session -> {
            presence.handOver(session.id());
            return session.close(CloseCode.RESTART);
        });
        draining = begun;
        presence.draining();
        begun.run(open.values());
    }

    void stop(@Observes ShutdownEvent event) {
        accepting = false;
        timers.stop();
    }
}
