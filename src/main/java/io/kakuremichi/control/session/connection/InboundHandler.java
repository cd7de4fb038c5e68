package io.kakuremichi.control.session.connection;

/** Handles what a client sends. One instance serves all sessions. */
public interface InboundHandler {
    /**
     * Handles one item of the inbox. Runs on the inbox's virtual thread, one item of a session at a time, and may block.
     * Failures are answered to the client, never thrown.
     */
    void handle(Session session, InboundItem item);

    /**
     * Handles a small message of a live session if that takes memory only. Runs on the event loop and never blocks.
     *
     * @return false when the message needs {@link #handle}; nothing was done then
     */
    boolean handleInMemory(Session session, String text);
}
