package io.kakuremichi.control.session.connection;

import java.time.Duration;

/**
 * The limits of one session.
 *
 * @param inboundQueue messages that may wait to be handled
 * @param outboundQueue messages that may wait to be sent
 * @param errorsPerMinute errors after which the connection is closed
 * @param messagesPerSecond sustained rate of inbound messages
 * @param messageBurst inbound messages on top of that rate
 * @param sendTimeout how long one send may take
 */
public record SessionLimits(
        int inboundQueue,
        int outboundQueue,
        int errorsPerMinute,
        int messagesPerSecond,
        int messageBurst,
        Duration sendTimeout) {
    /** How long a client has to react when another one wants its place: long enough for TCP to repeat lost packets a few times. */
    Duration probeTimeout() {
        return sendTimeout.dividedBy(3);
    }
}
