package io.kakuremichi.control.session;

import io.kakuremichi.control.protocol.CloseCode;
import io.kakuremichi.control.telemetry.Limit;
import org.jspecify.annotations.Nullable;

/** Whom a session calls. */
interface SessionListener {
    /** Something that came is to be handled. On the inbox's virtual thread. */
    void handle(Session session, InboundItem incoming);

    /**
     * A small message is to be handled if that needs no waiting. On the event loop.
     *
     * @return whether it was handled; if not, it comes again by {@link #handle}
     */
    boolean handleAtOnce(Session session, String text);

    /** A private key was written to the socket. Any thread; must not block. */
    void keyWritten(Session session, String publicKey);

    /** It showed a key, right or wrong; at most once, not with the handshake, and not after {@link #ended}. */
    void showedKey(Session session);

    /** It ran into a limit. Any thread. */
    void reached(Limit limit);

    /** The outbox was cut over and its last send is through: a fresh configuration is due. */
    void resync(Session session);

    /** A message was written. Any thread; must not block. */
    void written(OutboundItem.Message message, int length);

    /** So many messages were dropped, because a fresh configuration will say the same. */
    void dropped(int messages);

    /**
     * The session is over; once, from any thread, with the state it was in.
     *
     * @param code with which Control closes it; null when the client or the network ended it
     */
    void ended(Session session, SessionState before, @Nullable CloseCode code);
}
