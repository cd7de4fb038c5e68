package io.kakuremichi.control.session.connection;

import io.kakuremichi.control.protocol.CloseCode;
import org.jspecify.annotations.Nullable;

/** Observes the two moments of a session that others count on. Any thread; implementations must not block. */
public interface SessionLifecycle {
    /** The session presented an API key, right or wrong, or enrolled. Called at most once, and never after {@link #ended}. */
    void authenticating(Session session);

    /**
     * The session ended. Called exactly once.
     *
     * @param before the state in which it ended
     * @param code the code with which Control closes the connection; null when the client or the network ended it
     */
    void ended(Session session, SessionState before, @Nullable CloseCode code);
}
