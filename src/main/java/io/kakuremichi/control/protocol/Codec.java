package io.kakuremichi.control.protocol;

/** How messages look on the wire. Thread-safe; knows nothing of connections. */
public interface Codec {
    /**
     * Reads one text frame.
     *
     * @throws InvalidMessageException with what to tell the client
     */
    ClientMessage decode(String frame) throws InvalidMessageException;

    /**
     * Writes one text frame.
     *
     * @param revision goes out with messages {@linkplain ControlMessage.OfState of state}; others ignore it
     */
    String encode(ControlMessage message, long revision);
}
