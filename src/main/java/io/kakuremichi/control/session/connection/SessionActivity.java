package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.presence.LiveSessions.Report;
import io.kakuremichi.control.presence.LiveSessions.Touch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a client was last heard from, and what it reported of itself; presence stores each value once. */
public final class SessionActivity {
    private static final long NOT_PROBED = 0;

    private final Duration probeTimeout;
    private final Session session;
    private final Sender sender;
    private final long opened = System.nanoTime();

    /**
     * For timeouts, {@link System#nanoTime}. By the system clock, setting it forward would end every session at once, and setting it back
     * would end none for a long time.
     */
    private volatile long lastReceived = opened;

    /** The same moment, for people. */
    private volatile Instant lastReceivedAt = Instant.now();

    /** What {@link #takeTouch} returned last; confined to presence's writer, its only caller. */
    private Instant touchedAt = Instant.EPOCH;

    private long touchedRevision;

    /** What {@link #takeReport} returned last. Two threads may both return the same report, which is harmless. */
    private volatile @Nullable Report reported;

    private volatile boolean troubled;

    /** When the unanswered probe was sent, {@link System#nanoTime} made odd so that it is never {@link #NOT_PROBED}. */
    private volatile long probedAt = NOT_PROBED;

    /**
     * @param probeTimeout how long the client has to react to a probe
     */
    SessionActivity(Session session, Sender sender, Duration probeTimeout) {
        this.probeTimeout = probeTimeout;
        this.session = session;
        this.sender = sender;
    }

    /** A message was received. On the event loop. */
    void received() {
        lastReceived = System.nanoTime();
        lastReceivedAt = Instant.now();
        probedAt = NOT_PROBED;
    }

    /** A pong was received. On the event loop. */
    void ponged() {
        probedAt = NOT_PROBED;
    }

    /** Something must arrive soon; the first of several unanswered probes counts. Any thread. */
    public void probed() {
        if (probedAt == NOT_PROBED) {
            probedAt = System.nanoTime() | 1;
        }
    }

    /** Returns whether nothing has arrived for too long since a probe. */
    public boolean isProbeOverdue() {
        var at = probedAt;
        return at != NOT_PROBED && System.nanoTime() - at > probeTimeout.toNanos();
    }

    /** Returns whether the connection was upgraded longer ago than that. */
    public boolean isOlderThan(Duration age) {
        return System.nanoTime() - opened > age.toNanos();
    }

    /** Returns whether no message has been received for longer than that; pongs don't count. */
    public boolean isSilentFor(Duration time) {
        return System.nanoTime() - lastReceived > time.toNanos();
    }

    /** Returns when the last message was received, {@link System#nanoTime}; the time of the upgrade before the first. */
    public long lastReceived() {
        return lastReceived;
    }

    /** Records whether the client reports trouble. Any thread. */
    public void troubled(boolean trouble) {
        troubled = trouble;
    }

    /**
     * Returns when the client was last heard from and the revision it was last sent; null when neither changed since the last call.
     *
     * @param always also when neither changed
     */
    public @Nullable Touch takeTouch(boolean always) {
        var seenAt = lastReceivedAt;
        var revision = sender.revision();
        if (!(session.state() instanceof SessionState.Live live)
                || !always && seenAt.equals(touchedAt) && revision == touchedRevision) {
            return null;
        }
        touchedAt = seenAt;
        touchedRevision = revision;
        return new Touch(live.clientId(), session.id(), seenAt, revision);
    }

    /** Returns when the client was last heard from and the revision it was last sent; null when the session is not live. */
    public @Nullable Touch now() {
        return session.state() instanceof SessionState.Live live
                ? new Touch(live.clientId(), session.id(), lastReceivedAt, sender.revision())
                : null;
    }

    /** Returns what the client reported of itself; null when the session is not live or nothing changed since the last call. */
    public @Nullable Report takeReport() {
        return session.state() instanceof SessionState.Live live ? takeReport(live) : null;
    }

    /** Like {@link #takeReport()}, for a session that has just ended in that state. */
    public @Nullable Report takeReport(SessionState.Live live) {
        var progress = session.progress();
        var config = progress.confirmedConfig();
        var report = new Report(
                live.clientId(),
                session.id(),
                progress.applied(),
                config == null ? null : config.toUuid(),
                progress.failure(),
                troubled);
        var nothing = new Report(live.clientId(), session.id(), null, null, null, false);
        if (report.equals(reported == null ? nothing : reported)) {
            return null;
        }
        reported = report;
        return report;
    }
}
