package io.kakuremichi.control.session;

import java.time.Duration;

/** How much of a client is put up with. */
record SessionLimits(
        int inboundQueue,
        int outboundQueue,
        int errorsPerMinute,
        int messagesPerSecond,
        int messageBurst,
        Duration sendTimeout) {}
