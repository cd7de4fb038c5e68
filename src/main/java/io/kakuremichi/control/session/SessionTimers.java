package io.kakuremichi.control.session;

import io.kakuremichi.control.config.SessionSettings;
import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.session.connection.EventLoops;
import io.kakuremichi.control.session.connection.Session;
import io.kakuremichi.control.session.connection.SessionState;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Everything that happens to sessions by the clock: closing the unauthenticated, the silent and the stuck, and server pings. One
 * platform thread scans all sessions; closing and pinging never block it. A timer for each connection would hold the ended connections
 * of a storm for its whole duration.
 */
final class SessionTimers {
    private static final Logger LOG = Logger.getLogger(SessionTimers.class);

    /** Scans within one time limit, so that a limit is overrun by a tenth at most. */
    private static final int CHECKS = 10;

    /** Groups of sessions that are pinged at different times within the interval, so that not all pings leave at once. */
    private static final int PING_GROUPS = 32;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("session-timers").daemon().factory());

    private final Collection<Session> sessions;
    private final SessionSettings config;
    private final EventLoops eventLoops;

    /** The group that is pinged next. Confined to the timer thread. */
    private int pingGroup;

    SessionTimers(Collection<Session> sessions, SessionSettings config, EventLoops eventLoops) {
        this.sessions = sessions;
        this.config = config;
        this.eventLoops = eventLoops;
    }

    void start() {
        every(config.heartbeatCheck(), this::closeSilent);
        every(config.authTimeout().dividedBy(CHECKS), this::closeUnauthenticated);
        every(config.sendTimeout().dividedBy(CHECKS), this::closeStuck);
        if (config.pingInterval().isPositive()) {
            every(config.pingInterval().dividedBy(PING_GROUPS), this::pingNextGroup);
        }
    }

    private void every(Duration period, Runnable check) {
        executor.scheduleWithFixedDelay(
                new PunctualCheck(period, System::nanoTime, check),
                period.toNanos(),
                period.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    ScheduledExecutorService executor() {
        return executor;
    }

    void stop() {
        executor.shutdownNow();
    }

    private void closeUnauthenticated() {
        for (var session : sessions) {
            if (!(session.state() instanceof SessionState.Live)
                    && session.activity().isOlderThan(config.authTimeout())) {
                session.close(CloseCode.TIMED_OUT);
            }
        }
    }

    private void closeSilent() {
        for (var session : sessions) {
            if (session.activity().isSilentFor(config.heartbeatTimeout())) {
                LOG.infof("Closing a silent client sessionId=%s", session.id());
                session.close(CloseCode.TIMED_OUT);
            }
        }
    }

    private void closeStuck() {
        for (var session : sessions) {
            session.closeIfStuck();
            if (session.activity().isProbeOverdue()) {
                LOG.infof("Closing a client that is gone sessionId=%s", session.id());
                session.close(CloseCode.TIMED_OUT);
            }
        }
    }

    private void pingNextGroup() {
        eventLoops.gather();
        try {
            for (var session : sessions) {
                if (Math.floorMod(session.id().hashCode(), PING_GROUPS) == pingGroup) {
                    session.keepAlive();
                }
            }
        } finally {
            eventLoops.release();
        }
        pingGroup = (pingGroup + 1) % PING_GROUPS;
    }
}
