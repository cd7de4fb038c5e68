package io.kakuremichi.control.protocol;

/** Encodes and decodes the messages of one dialect. Thread-safe; knows nothing of connections. */
public interface Codec {
    /**
     * Decodes one text frame.
     *
     * @throws InvalidMessageException with the error for the client
     */
    ClientMessage decode(String frame) throws InvalidMessageException;

    /**
     * Encodes one text frame.
     *
     * @param revision included in messages {@linkplain ControlMessage.OfState about stored state}; ignored for others
     */
    String encode(ControlMessage message, long revision);
}
